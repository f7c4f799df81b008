package dev.optimist.metrics.meter;

import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.BiFunction;

/**
 * Meters that differ in two enums, each registered when it is first asked for and from then on found by array index.
 *
 * <p><b>Concurrency</b>: two threads may register the same meter at once; the registry gives both the same one.
 */
final class MeterTable<R extends Enum<R>, C extends Enum<C>, M> {
    private final int columns;
    private final BiFunction<R, C, M> register;
    private final AtomicReferenceArray<M> cells;

    MeterTable(Class<R> rowType, Class<C> columnType, BiFunction<R, C, M> register) {
        this.columns = columnType.getEnumConstants().length;
        this.register = register;
        this.cells = new AtomicReferenceArray<>(rowType.getEnumConstants().length * columns);
    }

    @SuppressWarnings("EnumOrdinal") // never outlives the process; an EnumMap cannot be filled by two threads
    M at(R row, C column) {
        int cell = row.ordinal() * columns + column.ordinal();
        M meter = cells.get(cell);
        return meter != null ? meter : fill(cell, row, column);
    }

    private M fill(int cell, R row, C column) {
        M meter = register.apply(row, column);
        cells.set(cell, meter);
        return meter;
    }
}
