package dev.optimist.core.store.postgres;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Many byte strings as one parameter, which a statement takes apart by {@code substring}: the driver cannot send an array
 * of them.
 */
final class PackedBytes {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    /**
     * Where a column's byte strings begin, counted from 1 as SQL does, and how long they are; null for what is not there.
     */
    static final class Column {
        private final Integer[] starts;
        private final Integer[] lengths;

        Column(int size) {
            starts = new Integer[size];
            lengths = new Integer[size];
        }

        Integer[] starts() {
            return starts;
        }

        Integer[] lengths() {
            return lengths;
        }
    }

    void put(Column column, int position, byte[] value) {
        column.starts[position] = bytes.size() + 1;
        column.lengths[position] = value.length;
        bytes.writeBytes(value);
    }

    void put(Column column, int position, @Nullable String text) {
        if (text != null) {
            put(column, position, text.getBytes(StandardCharsets.UTF_8));
        }
    }

    static Column ids(List<String> ids, PackedBytes packed) {
        Column column = new Column(ids.size());
        for (int position = 0; position < ids.size(); position++) {
            packed.put(column, position, ids.get(position));
        }
        return column;
    }

    ByteBuffer parameter() {
        return ByteBuffer.wrap(bytes.toByteArray());
    }
}
