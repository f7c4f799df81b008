package dev.optimist.core.store.postgres;

import io.r2dbc.spi.Connection;
import io.r2dbc.spi.Row;
import io.r2dbc.spi.Statement;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Statements with their parameters in order: {@code $1}, {@code $2} and so on. */
final class Sql {
    private Sql() {}

    /** Runs a statement and emits what becomes of each row; cold. */
    static <T> Flux<T> rows(Connection connection, String sql, Function<Row, T> reader, Object... parameters) {
        return Flux.defer(() -> Flux.from(bound(connection, sql, parameters).execute()))
                .concatMap(result -> result.map((row, metadata) -> reader.apply(row)));
    }

    /** Runs a statement and emits how many rows it changed; cold. */
    static Mono<Long> count(Connection connection, String sql, Object... parameters) {
        return Flux.defer(() -> Flux.from(bound(connection, sql, parameters).execute()))
                .concatMap(result -> result.getRowsUpdated())
                .reduce(0L, Long::sum);
    }

    /** Runs a statement for its effect; cold. */
    static Mono<Void> run(Connection connection, String sql, Object... parameters) {
        return count(connection, sql, parameters).then();
    }

    private static Statement bound(Connection connection, String sql, Object... parameters) {
        Statement statement = connection.createStatement(sql);
        for (int position = 0; position < parameters.length; position++) {
            statement.bind(position, parameters[position]);
        }
        return statement;
    }

    static long number(Row row, int column) {
        return Objects.requireNonNull(row.get(column, Long.class), "a number that is never null");
    }

    static @Nullable Long numberOrNull(Row row, int column) {
        return row.get(column, Long.class);
    }

    static String text(Row row, int column) {
        return Objects.requireNonNull(row.get(column, String.class), "a text that is never null");
    }

    static byte @Nullable [] bytes(Row row, int column) {
        return row.get(column, byte[].class);
    }
}
