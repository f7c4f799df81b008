package dev.optimist.core.history;

import java.util.Arrays;
import java.util.List;

/** The moments between two lives of the server. */
final class Restarts {
    private final long[] nanos;

    Restarts(List<Long> nanos) {
        this.nanos = nanos.stream().mapToLong(Long::longValue).sorted().toArray();
    }

    long[] nanos() {
        return nanos.clone();
    }

    /** Returns how many restarts lie before a moment. */
    int lifeAt(long moment) {
        int found = Arrays.binarySearch(nanos, moment);
        return found < 0 ? -found - 1 : found;
    }

    boolean between(long earlier, long later) {
        return lifeAt(earlier) < lifeAt(later);
    }

    /** Returns when the server that lived at a moment died, {@link Long#MAX_VALUE} where it lives on. */
    long deathAfter(long moment) {
        int life = lifeAt(moment);
        return life < nanos.length ? nanos[life] : Long.MAX_VALUE;
    }
}
