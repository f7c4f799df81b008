package dev.optimist.core.store.rocksdb;

import java.util.Arrays;

/** Writes one stored record: single bytes, variable-length longs (7 bits each byte, lowest first) and byte runs. */
final class RecordWriter {
    private byte[] bytes;
    private int length;

    RecordWriter(int expectedLength) {
        bytes = new byte[expectedLength];
    }

    RecordWriter writeByte(int value) {
        reserve(1);
        bytes[length++] = (byte) value;
        return this;
    }

    /** Returns how many bytes {@link #writeVarint} takes, so that a record can be given an array that just fits. */
    static int varintLength(long value) {
        return Math.max(1, (Long.SIZE - Long.numberOfLeadingZeros(value) + 6) / 7);
    }

    RecordWriter writeVarint(long value) {
        reserve(varintLength(value));
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            bytes[length++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        bytes[length++] = (byte) rest;
        return this;
    }

    RecordWriter writeBytes(byte[] run) {
        reserve(run.length);
        System.arraycopy(run, 0, bytes, length, run.length);
        length += run.length;
        return this;
    }

    byte[] toBytes() {
        return length == bytes.length ? bytes : Arrays.copyOf(bytes, length);
    }

    private void reserve(int more) {
        if (bytes.length - length < more) {
            bytes = Arrays.copyOf(bytes, Math.max(length + more, 2 * bytes.length));
        }
    }
}
