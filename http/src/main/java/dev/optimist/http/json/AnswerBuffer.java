package dev.optimist.http.json;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Compact JSON under construction, for the answers that are given most: no generator, no tree, one array.
 *
 * <p>Strings are escaped as Jackson escapes them, byte for byte.
 */
public final class AnswerBuffer {
    private static final byte[] HEX = "0123456789ABCDEF".getBytes(StandardCharsets.US_ASCII);
    private static final int LONG_DIGITS_MAX = 20;

    /** The longest form of a character. */
    private static final int ESCAPE_BYTES = 6;

    private byte[] bytes;
    private int size;

    public AnswerBuffer(int capacity) {
        this.bytes = new byte[capacity];
    }

    /** Appends ASCII text as it is. */
    @SuppressWarnings("deprecation") // the one copy of ASCII that needs no encoder
    public AnswerBuffer raw(String ascii) {
        int length = ascii.length();
        reserve(length);
        ascii.getBytes(0, length, bytes, size);
        size += length;
        return this;
    }

    /** Appends JSON as it is. */
    public AnswerBuffer raw(byte[] json) {
        reserve(json.length);
        System.arraycopy(json, 0, bytes, size, json.length);
        size += json.length;
        return this;
    }

    /** Appends a string value. */
    public AnswerBuffer string(String value) {
        int length = value.length();
        reserve(length + 2);
        bytes[size++] = '"';
        for (int i = 0; i < length; i++) {
            char c = value.charAt(i);
            if (c >= 0x20 && c < 0x80 && c != '"' && c != '\\') {
                bytes[size++] = (byte) c;
            } else {
                reserve(ESCAPE_BYTES * (length - i) + 1);
                special(c);
            }
        }
        bytes[size++] = '"';
        return this;
    }

    private void special(char c) {
        switch (c) {
            case '"', '\\' -> pair(c);
            case '\b' -> pair('b');
            case '\t' -> pair('t');
            case '\n' -> pair('n');
            case '\f' -> pair('f');
            case '\r' -> pair('r');
            default -> {
                if (c < 0x20 || Character.isSurrogate(c)) {
                    escape(c);
                } else {
                    encode(c);
                }
            }
        }
    }

    private void pair(char c) {
        bytes[size++] = '\\';
        bytes[size++] = (byte) c;
    }

    private void escape(char c) {
        pair('u');
        for (int shift = 12; shift >= 0; shift -= 4) {
            bytes[size++] = HEX[(c >> shift) & 0xF];
        }
    }

    private void encode(char c) {
        if (c < 0x800) {
            bytes[size++] = (byte) (0xC0 | (c >> 6));
        } else {
            bytes[size++] = (byte) (0xE0 | (c >> 12));
            bytes[size++] = (byte) (0x80 | ((c >> 6) & 0x3F));
        }
        bytes[size++] = (byte) (0x80 | (c & 0x3F));
    }

    /** Appends a number. */
    public AnswerBuffer number(long value) {
        if (value < 0) {
            return raw(Long.toString(value));
        }
        reserve(LONG_DIGITS_MAX);
        int digits = 1;
        for (long rest = value; rest >= 10; rest /= 10) {
            digits++;
        }
        long rest = value;
        for (int i = size + digits - 1; i >= size; i--) {
            bytes[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        size += digits;
        return this;
    }

    /** Returns how many bytes were appended. */
    public int size() {
        return size;
    }

    /** Appends once more what was appended from one size to another. */
    public AnswerBuffer again(int from, int to) {
        reserve(to - from);
        System.arraycopy(bytes, from, bytes, size, to - from);
        size += to - from;
        return this;
    }

    /** Returns what was appended. */
    public byte[] toBytes() {
        return size == bytes.length ? bytes : Arrays.copyOf(bytes, size);
    }

    private void reserve(int more) {
        if (more > bytes.length - size) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, size + more));
        }
    }
}
