package dev.optimist.http.json;

import java.util.Arrays;

/**
 * Recognizes the documents that are sent most: one JSON object of short plain names, each once in its object, texts of
 * valid UTF-8 and numbers of few digits. Whatever else a body holds is a parser's work, which also words the errors.
 */
final class PlainDocument {
    private static final int DEPTH_MAX = 32;
    private static final int NAMES_MAX = 64; // of all the objects that are open at once
    private static final int NAME_BYTES_MAX = 64;
    private static final int DIGITS_MAX = 64;
    private static final int NAME_INTS = 3;

    private final byte[] bytes;
    private int position;

    /** Of each name in the open objects, those of the innermost last: where it begins and ends, and its hash. */
    private int[] names = new int[8 * NAME_INTS];

    private int nameCount;

    private PlainDocument(byte[] bytes, int start) {
        this.bytes = bytes;
        this.position = start;
    }

    /** Returns whether the rest of the array is such a document; if not, nothing is said about whether it is one. */
    static boolean is(byte[] bytes, int start) {
        PlainDocument document = new PlainDocument(bytes, start);
        return document.take('{') && document.object(1) && document.atEnd();
    }

    private boolean value(int depth) {
        skipBlanks();
        byte first = next();
        return switch (first) {
            case '"' -> text();
            case '{' -> depth < DEPTH_MAX && object(depth + 1);
            case '[' -> depth < DEPTH_MAX && array(depth + 1);
            case 't' -> word("rue");
            case 'f' -> word("alse");
            case 'n' -> word("ull");
            case '-' -> number(next());
            default -> number(first);
        };
    }

    private boolean object(int depth) {
        int before = nameCount;
        if (take('}')) {
            return true;
        }
        do {
            if (!take('"') || !name(before) || !take(':') || !value(depth)) {
                return false;
            }
        } while (take(','));
        nameCount = before;
        return take('}');
    }

    private boolean array(int depth) {
        if (take(']')) {
            return true;
        }
        do {
            if (!value(depth)) {
                return false;
            }
        } while (take(','));
        return take(']');
    }

    /** Passes over a name that is neither empty nor the beginning of metadata nor a path, and not in its object yet. */
    private boolean name(int first) {
        int start = position;
        int end = start;
        int hash = 0;
        while (end < bytes.length && isPlain(bytes[end]) && bytes[end] != '.') {
            hash = 31 * hash + bytes[end++];
        }
        position = end;
        boolean fits = end > start && end - start <= NAME_BYTES_MAX && bytes[start] != '_';
        return fits && next() == '"' && nameCount < NAMES_MAX && isNew(first, start, end, hash);
    }

    private boolean isNew(int first, int start, int end, int hash) {
        int size = NAME_INTS * nameCount;
        for (int i = NAME_INTS * first; i < size; i += NAME_INTS) {
            if (names[i + 2] == hash && Arrays.equals(bytes, names[i], names[i + 1], bytes, start, end)) {
                return false;
            }
        }
        if (size == names.length) {
            names = Arrays.copyOf(names, 2 * size);
        }
        names[size] = start;
        names[size + 1] = end;
        names[size + 2] = hash;
        nameCount++;
        return true;
    }

    private boolean text() {
        while (true) {
            int at = ByteSearch.endOfPlainText(bytes, position);
            if (at == bytes.length) {
                return false;
            }
            position = at + 1;
            byte b = bytes[at];
            if (b == '"') {
                return true;
            }
            if (b == '\\' ? !escape() : !beyondAscii(b)) {
                return false;
            }
        }
    }

    private static boolean isPlain(byte b) {
        return b >= ' ' && b != '"' && b != '\\';
    }

    private boolean escape() {
        return switch (next()) {
            case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> true;
            default -> false;
        };
    }

    /** Passes over a character of two or three bytes; one of four, and every other byte, is a parser's to judge. */
    private boolean beyondAscii(byte first) {
        int lead = first & 0xFF;
        if (lead >= 0xC2 && lead <= 0xDF) {
            return continued();
        }
        return lead >= 0xE1 && lead <= 0xEC && continued() && continued();
    }

    private boolean continued() {
        return (next() & 0xC0) == 0x80;
    }

    private boolean word(String rest) {
        for (int i = 0; i < rest.length(); i++) {
            if (next() != rest.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private boolean number(byte first) {
        int start = position;
        if (first == '0') {
            return fraction() && position - start <= DIGITS_MAX;
        }
        return first >= '1' && first <= '9' && skipDigits() && fraction() && position - start <= DIGITS_MAX;
    }

    /** Passes over a fraction, if there is one; an exponent is a parser's work. */
    private boolean fraction() {
        if (position == bytes.length || bytes[position] != '.') {
            return endsNumber();
        }
        position++;
        int start = position;
        return skipDigits() && position > start && endsNumber();
    }

    private boolean skipDigits() {
        int end = position;
        while (end < bytes.length && bytes[end] >= '0' && bytes[end] <= '9') {
            end++;
        }
        position = end;
        return true;
    }

    private boolean endsNumber() {
        return position < bytes.length
                && switch (bytes[position]) {
                    case ',', '}', ']', ' ', '\n', '\r', '\t' -> true;
                    default -> false;
                };
    }

    /** Returns the next byte and passes over it; 0, which stands nowhere, behind the last one. */
    private byte next() {
        byte next = position < bytes.length ? bytes[position] : 0;
        position++;
        return next;
    }

    /** Passes over blanks and this character, if it is the next. */
    private boolean take(char wanted) {
        skipBlanks();
        if (position < bytes.length && bytes[position] == wanted) {
            position++;
            return true;
        }
        return false;
    }

    private boolean atEnd() {
        skipBlanks();
        return position == bytes.length;
    }

    private void skipBlanks() {
        int end = position;
        while (end < bytes.length && bytes[end] <= ' ' && isBlank(bytes[end])) {
            end++;
        }
        position = end;
    }

    private static boolean isBlank(byte b) {
        return b == ' ' || b == '\n' || b == '\r' || b == '\t';
    }
}
