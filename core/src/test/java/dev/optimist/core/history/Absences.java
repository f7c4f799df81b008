package dev.optimist.core.history;

import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The versions of one document at which there is, or may be, no document; the first is 0, before any write. */
final class Absences {
    /** A version that a read of nothing may have seen, and since when it can have existed. */
    record Absence(long version, long possibleFromNanos) {}

    private record Stretch(long last, long possibleFromNanos) {}

    private final NavigableMap<Long, Stretch> byFirst = new TreeMap<>();

    Absences() {
        add(0, 0, Long.MIN_VALUE);
    }

    void add(long first, long last, long possibleFromNanos) {
        byFirst.put(first, new Stretch(last, possibleFromNanos));
    }

    /** Returns the oldest absence that is not older than a version, or null where there is none. */
    @Nullable
    Absence from(long version) {
        Map.Entry<Long, Stretch> around = byFirst.floorEntry(version);
        if (around != null && around.getValue().last() >= version) {
            return new Absence(version, around.getValue().possibleFromNanos());
        }
        Map.Entry<Long, Stretch> next = byFirst.higherEntry(version);
        return next == null ? null : new Absence(next.getKey(), next.getValue().possibleFromNanos());
    }
}
