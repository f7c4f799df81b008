package dev.optimist.metrics.contention;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * How often something happened in each of the last seconds.
 *
 * <p><b>Concurrency</b>: a slot holds a second and its count in one long, so that a slot that has gone round is taken
 * over in one compareAndSet.
 */
final class RecentCounts {
    static final int SECONDS = 60;

    private static final int COUNT_BITS = 24;
    private static final long COUNT_MAX = (1L << COUNT_BITS) - 1;

    private final AtomicLongArray slots = new AtomicLongArray(SECONDS);

    /** Counts once; {@code second} is not negative and grows. */
    void add(long second) {
        int slot = (int) (second % SECONDS);
        while (true) {
            long seen = slots.get(slot);
            long next = seen >>> COUNT_BITS == second ? incremented(seen) : second << COUNT_BITS | 1;
            if (slots.compareAndSet(slot, seen, next)) {
                return;
            }
        }
    }

    private static long incremented(long slot) {
        return (slot & COUNT_MAX) == COUNT_MAX ? slot : slot + 1;
    }

    /** Returns how often it happened in the last {@code seconds} seconds, the one under way among them. */
    long sum(long second, long seconds) {
        long sum = 0;
        for (int i = 0; i < SECONDS; i++) {
            long slot = slots.get(i);
            long age = second - (slot >>> COUNT_BITS);
            sum += age >= 0 && age < seconds ? slot & COUNT_MAX : 0;
        }
        return sum;
    }
}
