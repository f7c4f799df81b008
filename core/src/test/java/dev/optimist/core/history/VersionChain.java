package dev.optimist.core.history;

import dev.optimist.core.document.Revision;
import dev.optimist.core.history.Slot.Life;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The versions of one document as far as the history tells of them, in order. */
final class VersionChain {
    private final NavigableMap<Long, Slot> byVersion = new TreeMap<>();
    private final Map<Revision, Slot> byRevision = new HashMap<>();
    private final Findings findings;

    VersionChain(Findings findings) {
        this.findings = findings;
    }

    /** Adds what one operation tells of a version; what contradicts the earlier ones is reported and left out. */
    Slot learn(long version, @Nullable Revision revision, Life life, Operation witness) {
        Slot slot = byVersion.computeIfAbsent(version, absent -> new Slot(absent, witness));
        slot.seenNanos = Math.min(slot.seenNanos, witness.endNanos());
        learnRevision(slot, revision, witness);
        learnLife(slot, life, witness);
        return slot;
    }

    private void learnRevision(Slot slot, @Nullable Revision revision, Operation witness) {
        if (revision == null || revision.equals(slot.revision)) {
            return;
        }
        if (slot.revision != null) {
            findings.add(Rule.VERSION, "%s is %s too".formatted(slot, revision), slot.witness, witness);
            return;
        }
        Slot other = byRevision.putIfAbsent(revision, slot);
        if (other == null) {
            slot.revision = revision;
        } else {
            findings.add(Rule.UNIQUE, "%s is version %d too".formatted(other, slot.version), other.witness, witness);
        }
    }

    private void learnLife(Slot slot, Life life, Operation witness) {
        if (slot.life == Life.UNTOLD) {
            slot.life = life;
        } else if (life != Life.UNTOLD && life != slot.life) {
            findings.add(Rule.PROVENANCE, slot + " is a document and a tombstone", slot.witness, witness);
        }
    }

    @Nullable
    Slot at(long version) {
        return byVersion.get(version);
    }

    @Nullable
    Slot at(Revision revision) {
        return byRevision.get(revision);
    }

    Collection<Slot> slots() {
        return byVersion.values();
    }

    /** Returns the newest version that the history tells of, 0 for none. */
    long newest() {
        return byVersion.isEmpty() ? 0 : byVersion.lastKey();
    }

    /** Returns since when a version can have existed. */
    long possibleFromNanos(long version) {
        Map.Entry<Long, Slot> known = byVersion.floorEntry(version);
        return known == null ? Long.MIN_VALUE : known.getValue().possibleFromNanos;
    }

    /** Returns whether a later version that the history tells of can have existed at a moment. */
    boolean mayHaveSuccessor(long version, long moment) {
        Map.Entry<Long, Slot> next = byVersion.higherEntry(version);
        return next != null && next.getValue().possibleFromNanos <= moment;
    }

    /** Carries along what a version says of its neighbours, once all is learned, and reports revisions out of order. */
    void settle() {
        @Nullable Slot previous = null;
        long possibleFrom = Long.MIN_VALUE;
        for (Slot slot : byVersion.values()) {
            possibleFrom = slot.writer == null ? possibleFrom : Math.max(possibleFrom, slot.writer.startNanos());
            slot.possibleFromNanos = possibleFrom;
            previous = checkOrder(previous, slot);
        }
        long certainBy = Long.MAX_VALUE;
        for (Slot slot : byVersion.descendingMap().values()) {
            certainBy = Math.min(certainBy, slot.seenNanos);
            slot.certainByNanos = certainBy;
        }
    }

    private @Nullable Slot checkOrder(@Nullable Slot previous, Slot slot) {
        if (slot.revision == null) {
            return previous;
        }
        if (previous != null && !rises(Objects.requireNonNull(previous.revision), slot.revision)) {
            findings.add(Rule.SEQUENCE, slot + " follows " + previous, previous.witness, slot.witness);
        }
        return slot;
    }

    private static boolean rises(Revision earlier, Revision later) {
        return RevisionOrder.before(earlier, later) && earlier.seqNo() < later.seqNo();
    }
}
