package dev.optimist.http.json;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Finds a byte in an array, eight at a time (H. S. Warren, Hacker's Delight, 2nd ed., 6-1: find the first zero byte). */
final class ByteSearch {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long LOW_BITS = 0x0101_0101_0101_0101L;
    private static final long HIGH_BITS = 0x8080_8080_8080_8080L;

    private static final long QUOTES = '"' * LOW_BITS;
    private static final long BACKSLASHES = '\\' * LOW_BITS;
    private static final long BLANKS = ' ' * LOW_BITS;

    private ByteSearch() {}

    /** Returns where the byte stands first, at or after {@code from}; -1 where it does not. */
    static int indexOf(byte[] bytes, int from, byte wanted) {
        long pattern = (wanted & 0xFF) * LOW_BITS;
        int at = from;
        for (; at <= bytes.length - Long.BYTES; at += Long.BYTES) {
            long zeroWhereEqual = (long) LONG.get(bytes, at) ^ pattern;
            long found = (zeroWhereEqual - LOW_BITS) & ~zeroWhereEqual & HIGH_BITS;
            if (found != 0) {
                return at + Long.numberOfTrailingZeros(found) / Byte.SIZE;
            }
        }
        for (; at < bytes.length; at++) {
            if (bytes[at] == wanted) {
                return at;
            }
        }
        return -1;
    }

    /**
     * Returns where the first byte at or after {@code from} stands that ends a run of plain text in JSON: a quote, a
     * backslash, a control character or one beyond ASCII; the length of the array where there is none.
     */
    static int endOfPlainText(byte[] bytes, int from) {
        int at = from;
        for (; at <= bytes.length - Long.BYTES; at += Long.BYTES) {
            long eight = (long) LONG.get(bytes, at);
            long found =
                    (zeros(eight ^ QUOTES) | zeros(eight ^ BACKSLASHES) | below(eight, BLANKS) | eight) & HIGH_BITS;
            if (found != 0) {
                return at + Long.numberOfTrailingZeros(found) / Byte.SIZE;
            }
        }
        while (at < bytes.length && bytes[at] >= ' ' && bytes[at] != '"' && bytes[at] != '\\') {
            at++;
        }
        return at;
    }

    private static long zeros(long eight) {
        return below(eight, LOW_BITS);
    }

    /** Sets the high bit of each byte that is below that of a limit, and perhaps of some behind the first such byte. */
    private static long below(long eight, long limits) {
        return (eight - limits) & ~eight;
    }
}
