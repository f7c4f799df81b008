package dev.optimist.core.history;

import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** The versions of one document at which there is, or may be, no document; the first is 0, before any write. */
final class Absences {
    /** Stands for "no version". */
    static final long NONE = -1;

    private record Stretch(long last, long possibleFromNanos, boolean tombstone) {}

    private final NavigableMap<Long, Stretch> byFirst = new TreeMap<>();

    Absences() {
        addTombstone(0, Long.MIN_VALUE);
    }

    /** Adds a version that is known to be a tombstone. */
    void addTombstone(long version, long possibleFromNanos) {
        byFirst.put(version, new Stretch(version, possibleFromNanos, /* tombstone= */ true));
    }

    /** Adds versions of which an unknown delete, sent at some time, may have made any. */
    void addPossible(long first, long last, long possibleFromNanos) {
        byFirst.put(first, new Stretch(last, possibleFromNanos, /* tombstone= */ false));
    }

    /** Returns the oldest absence not older than a version that can have existed at a moment, or {@link #NONE}. */
    long oldest(long version, long moment) {
        Map.Entry<Long, Stretch> around = byFirst.floorEntry(version);
        boolean within = around != null && around.getValue().last() >= version;
        Map.Entry<Long, Stretch> next = within ? around : byFirst.higherEntry(version);
        while (next != null && next.getValue().possibleFromNanos() > moment) {
            // No version after a tombstone can have existed before it; a delete that came later says nothing.
            next = next.getValue().tombstone() ? null : byFirst.higherEntry(next.getKey());
        }
        return next == null ? NONE : Math.max(version, next.getKey());
    }
}
