package dev.optimist.core.index;

import dev.optimist.core.error.RequestException;

/** Refuses texts that have no form in UTF-8, the form that keys are kept in: two of them would become one key. */
final class Surrogates {
    private Surrogates() {}

    /** Throws illegal_argument_exception where the text has half of a surrogate pair; only JSON can bring one in. */
    static void requirePaired(String name, String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                requirePairsFrom(i, name, text);
                return;
            }
        }
    }

    private static void requirePairsFrom(int start, String name, String text) {
        for (int i = start; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isSurrogate(c)) {
                if (i + 1 == text.length() || !Character.isSurrogatePair(c, text.charAt(i + 1))) {
                    throw RequestException.illegalArgument(
                            "[" + name + "] must not contain half of a surrogate pair, at position [" + i + "]");
                }
                i++;
            }
        }
    }
}
