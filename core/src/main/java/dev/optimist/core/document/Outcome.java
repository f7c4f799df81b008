package dev.optimist.core.document;

import java.util.Locale;

/** What a write did, in the words of the answer's {@code result}. */
public enum Outcome {
    CREATED,
    UPDATED,
    DELETED,
    NOT_FOUND,
    NOOP;

    private final String wireName = name().toLowerCase(Locale.ROOT);

    /** Returns the word that stands in {@code result}. */
    public String wireName() {
        return wireName;
    }
}
