package dev.optimist.core.store.rocksdb;

import dev.optimist.core.error.StoreFailedException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Reads what {@link RecordWriter} wrote; a record that cannot have been written so is damage, named as such. */
final class RecordReader {
    private final byte[] bytes;
    private int position;

    RecordReader(byte[] bytes) {
        this.bytes = bytes;
    }

    int readByte() {
        if (position == bytes.length) {
            throw damaged("it ends early");
        }
        return bytes[position++] & 0xFF;
    }

    long readVarint() {
        long value = 0;
        for (int shift = 0; shift < Long.SIZE; shift += 7) {
            int next = readByte();
            value |= (long) (next & 0x7F) << shift;
            if (next < 0x80) {
                return value;
            }
        }
        throw damaged("a number has no end");
    }

    /** Reads a number that is never negative. */
    long readCount() {
        long count = readVarint();
        if (count < 0) {
            throw damaged("a count is negative");
        }
        return count;
    }

    /** Reads a number that is never negative and fits an int. */
    int readIntCount() {
        long count = readCount();
        if (count > Integer.MAX_VALUE) {
            throw damaged("a number is too large");
        }
        return (int) count;
    }

    String readText() {
        long length = readVarint();
        if (length < 0 || length > bytes.length - position) {
            throw damaged("a text is longer than the record");
        }
        String text = new String(bytes, position, (int) length, StandardCharsets.UTF_8);
        position += (int) length;
        return text;
    }

    byte[] readRest() {
        byte[] rest = Arrays.copyOfRange(bytes, position, bytes.length);
        position = bytes.length;
        return rest;
    }

    void requireEnd() {
        if (position != bytes.length) {
            throw damaged("it has bytes behind its end");
        }
    }

    /** Reads the byte that a record begins with. */
    void requireFormat(int known) {
        int format = readByte();
        if (format != known) {
            throw damaged("its format is [" + format + "], known is [" + known + "]");
        }
    }

    StoreFailedException damaged(String how) {
        return new StoreFailedException("a stored record of [" + bytes.length + "] bytes is damaged: " + how, null);
    }
}
