package dev.optimist.http.security;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Slows down whoever guesses: a bucket of failures for each address and name, and one for each address. A bucket that is
 * empty lets one more failure pass as it fills again.
 *
 * <h2>Concurrency</h2>
 *
 * One lock, held for a look-up; only failures and what has not been verified yet come here. A bounded number of buckets is
 * kept, those used last.
 */
final class GuessLimit {
    static final int FAILURES_OF_NAME = 10;
    static final int FAILURES_OF_ADDRESS = 100;
    static final Duration REFILL_OF_NAME = Duration.ofSeconds(6);
    static final Duration REFILL_OF_ADDRESS = Duration.ofMillis(600);

    private static final int BUCKETS_MAX = 20_000;

    private final LongSupplier nanos;
    private final Map<Object, Bucket> buckets = new LinkedHashMap<>(16, 0.75f, /* accessOrder= */ true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Object, Bucket> eldest) {
            return size() > BUCKETS_MAX;
        }
    };

    /** @param nanos the time, as {@link System#nanoTime} gives it */
    GuessLimit(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** Somebody at an address, who says to be this. */
    record Guesser(Object address, String name) {}

    private static final class Bucket {
        private final int size;
        private final long refillNanos;
        private double failures;
        private long lookedAt;

        Bucket(int size, Duration refill, long now) {
            this.size = size;
            this.refillNanos = refill.toNanos();
            this.lookedAt = now;
        }

        boolean isEmpty(long now) {
            refill(now);
            return failures + 1 > size;
        }

        void take(long now) {
            refill(now);
            failures = Math.min(size, failures + 1);
        }

        private void refill(long now) {
            failures = Math.max(0, failures - (double) (now - lookedAt) / refillNanos);
            lookedAt = now;
        }
    }

    /** Returns whether this one has failed too often to be listened to now. */
    synchronized boolean mustWait(Guesser guesser) {
        long now = nanos.getAsLong();
        return ofName(guesser, now).isEmpty(now) || ofAddress(guesser, now).isEmpty(now);
    }

    synchronized void failed(Guesser guesser) {
        long now = nanos.getAsLong();
        ofName(guesser, now).take(now);
        ofAddress(guesser, now).take(now);
    }

    private Bucket ofName(Guesser guesser, long now) {
        return buckets.computeIfAbsent(guesser, unused -> new Bucket(FAILURES_OF_NAME, REFILL_OF_NAME, now));
    }

    private Bucket ofAddress(Guesser guesser, long now) {
        return buckets.computeIfAbsent(
                guesser.address(), unused -> new Bucket(FAILURES_OF_ADDRESS, REFILL_OF_ADDRESS, now));
    }
}
