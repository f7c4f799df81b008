package dev.optimist.http.route;

import dev.optimist.core.error.RequestException;
import java.nio.charset.StandardCharsets;

/** Percent-decoding with Elasticsearch's rules: {@code %%} is a percent sign, invalid UTF-8 becomes U+FFFD. */
final class PercentEncoding {
    private PercentEncoding() {}

    /** Decodes a text; a bad escape is an illegal_argument_exception. */
    static String decode(String text, boolean plusIsSpace) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '%' || (c == '+' && plusIsSpace)) {
                return decodeFrom(text, i, plusIsSpace);
            }
        }
        return text;
    }

    private static String decodeFrom(String text, int start, boolean plusIsSpace) {
        int length = text.length();
        byte[] bytes = new byte[length];
        int size = 0;
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (i < start || (c != '%' && c != '+')) {
                bytes[size++] = (byte) c;
            } else if (c == '+') {
                bytes[size++] = (byte) (plusIsSpace ? ' ' : '+');
            } else if (i + 1 < length && text.charAt(i + 1) == '%') {
                bytes[size++] = '%';
                i++;
            } else {
                bytes[size++] = (byte) escape(text, i);
                i += 2;
            }
        }
        return new String(bytes, 0, size, StandardCharsets.UTF_8);
    }

    private static int escape(String text, int position) {
        int left = text.length() - position - 1;
        if (left == 0) {
            throw RequestException.illegalArgument("unterminated escape sequence at end of string: " + text);
        }
        if (left == 1) {
            throw RequestException.illegalArgument("partial escape sequence at end of string: " + text);
        }
        int high = hex(text.charAt(position + 1));
        int low = hex(text.charAt(position + 2));
        if (high < 0 || low < 0) {
            throw RequestException.illegalArgument("invalid escape sequence `" + text.substring(position, position + 3)
                    + "' at index " + position + " of: " + text);
        }
        return (high << 4) | low;
    }

    private static int hex(char c) {
        return c < 0x80 ? Character.digit(c, 16) : -1;
    }
}
