package dev.optimist.core.store;

/**
 * How a copy of a store counts its openings, which its primary terms follow.
 *
 * <p>A copy and its original go on from the same state, and so do two copies of one checkpoint. Were each to count on
 * by one, both would give the same (seq_no, primary_term) to different contents. A copy therefore jumps to a number
 * that stands for the moment of its first opening, far above what the original reaches by being opened: 1,024 for each
 * millisecond since 1970, which stays a whole number of a double until the year 2248.
 */
public final class TermEpoch {
    private static final int OPENINGS_PER_MILLI_BITS = 10;

    private TermEpoch() {}

    /** Returns the number of the first opening of a copy. */
    public static long firstOpening(long openingsOfOriginal, long nowMillis) {
        return Math.max(openingsOfOriginal + 1, nowMillis << OPENINGS_PER_MILLI_BITS);
    }
}
