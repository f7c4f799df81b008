package dev.optimist.core.update;

import java.io.ByteArrayOutputStream;

/** JSON as a generator writes it: finds where values end, as far as they are plain. Every place is an index, -1 where it is not. */
@SuppressWarnings("ArrayRecordComponent") // looked into, never compared
record PlainBytes(byte[] bytes) {
    private static final int DEPTH_MAX = 32;

    /** Any number of so many digits is a long, and written as it was read. */
    private static final int DIGITS_MAX = 18;

    int length() {
        return bytes.length;
    }

    void copy(int from, int to, ByteArrayOutputStream out) {
        out.write(bytes, from, to - from);
    }

    /** Returns whether the object at the top has another member here: its name is a plain text, and a colon follows. */
    boolean isMemberAt(int at) {
        return at > 0 && (at == 1 ? byteAt(0) == '{' : byteAt(at - 1) == ',') && isNameAt(at);
    }

    /** Returns whether the object at the top ends here, and all bytes with it. */
    boolean endsAt(int at) {
        return at == bytes.length - 1 && bytes[at] == '}' && bytes[0] == '{' && (at == 1 || bytes[at - 1] != ',');
    }

    /** Returns where the object at the top goes on, or ends, behind a value. */
    int next(int end) {
        return endsAt(end) ? end : byteAt(end) == ',' ? end + 1 : -1;
    }

    private boolean isNameAt(int at) {
        int end = endOfText(at);
        return end > 0 && byteAt(end) == ':';
    }

    private int byteAt(int at) {
        return at < bytes.length ? bytes[at] : -1;
    }

    /** Returns the end of the text that begins here. */
    int endOfText(int from) {
        if (byteAt(from) != '"') {
            return -1;
        }
        int at = from + 1;
        while (at < bytes.length && isPlain(bytes[at])) {
            at++;
        }
        return byteAt(at) == '"' ? at + 1 : -1;
    }

    /** Not what a generator escapes: control characters, quotes, backslashes, and what takes two UTF-16 units. */
    private static boolean isPlain(byte b) {
        return b >= 0x20 ? b != '"' && b != '\\' : b < (byte) 0xf0 && b != (byte) 0xed;
    }

    /** Returns the end of the text, whole number or literal that begins here. */
    int endOfScalar(int from) {
        return switch (byteAt(from)) {
            case '"' -> endOfText(from);
            case 't' -> endOfWord(from, "true");
            case 'f' -> endOfWord(from, "false");
            case 'n' -> endOfWord(from, "null");
            default -> endOfNumber(from);
        };
    }

    private int endOfWord(int from, String word) {
        for (int i = 0; i < word.length(); i++) {
            if (byteAt(from + i) != word.charAt(i)) {
                return -1;
            }
        }
        return from + word.length();
    }

    private int endOfNumber(int from) {
        int first = byteAt(from) == '-' ? from + 1 : from;
        int at = first;
        while (isDigit(byteAt(at))) {
            at++;
        }
        boolean whole = at > first && at - first <= DIGITS_MAX && byteAt(at) != '.' && (byteAt(at) | 0x20) != 'e';
        boolean asWritten = byteAt(first) != '0' || (at == first + 1 && first == from);
        return whole && asWritten ? at : -1;
    }

    private static boolean isDigit(int b) {
        return b >= '0' && b <= '9';
    }

    /** Returns the end of the value that begins here. */
    int endOfValue(int from) {
        return endOfValue(from, 0);
    }

    private int endOfValue(int from, int depth) {
        return switch (byteAt(from)) {
            case '{' -> depth < DEPTH_MAX ? endOfItems(from, '}', depth + 1) : -1;
            case '[' -> depth < DEPTH_MAX ? endOfItems(from, ']', depth + 1) : -1;
            default -> endOfScalar(from);
        };
    }

    private int endOfItems(int from, char close, int depth) {
        int at = from + 1;
        if (byteAt(at) == close) {
            return at + 1;
        }
        while (at > 0) {
            int value = close == ']' ? at : isNameAt(at) ? endOfText(at) + 1 : -1;
            int end = value < 0 ? -1 : endOfValue(value, depth);
            if (end > 0 && byteAt(end) == close) {
                return end + 1;
            }
            at = end > 0 && byteAt(end) == ',' ? end + 1 : -1;
        }
        return -1;
    }
}
