package dev.optimist.http.watching;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Looks again and again at something that is not ours and tells nobody when it changes, for a bounded time. */
final class Poll {
    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final Duration PAUSE = Duration.ofMillis(200);

    private Poll() {}

    /** Returns the first value that is as wanted, or the last one there was: for the caller to assert on. */
    static <T> T until(Predicate<T> wanted, Supplier<T> value) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        T seen = value.get();
        while (!wanted.test(seen) && System.nanoTime() < deadline) {
            LockSupport.parkNanos(PAUSE.toNanos());
            seen = value.get();
        }
        return seen;
    }
}
