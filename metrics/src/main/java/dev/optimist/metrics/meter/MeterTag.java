package dev.optimist.metrics.meter;

import java.util.Locale;

/** The tags that a meter may bear, all with a bounded set of values: never an id, never a path. */
public enum MeterTag {
    /** The concrete index; {@link #OTHER} for those beyond the cap. */
    INDEX,
    KIND,
    OUTCOME,
    /** Elasticsearch's error type. */
    ERROR,
    /** Why a condition did not hold. */
    CAUSE,
    /** Whether a conflict lost anything. */
    CLASS,
    /** HTTP status. */
    STATUS,
    /** Whether a cache had it. */
    RESULT,
    /** Which tier of the store answered. */
    FROM,
    /** Why something was turned away. */
    REASON;

    /** The value of {@link #INDEX} for all indices that have none of their own; no index can be named so. */
    public static final String OTHER = "_other";

    private final String key = valueOf(this);

    /** Returns the tag's name. */
    public String key() {
        return key;
    }

    /** Returns how an enum's constant is written as the value of a tag. */
    static String valueOf(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
