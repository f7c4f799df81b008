package dev.optimist.core.history;

import dev.optimist.core.document.Revision;
import dev.optimist.core.history.Answer.Conflicted;
import dev.optimist.core.history.Slot.Life;
import dev.optimist.core.observe.OperationKind;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Goes through the operations on one document in the order of their starts and compares what each one saw with what
 * had been shown before: rules real time, crash, deletes, provenance (of the future) and justified conflicts.
 */
final class RealTimeSweep {
    private final VersionChain chain;
    private final Absences absences;
    private final Restarts restarts;
    private final Findings findings;
    private final Floor floor = new Floor();

    /** The earliest start of an unknown write that no read has found, MAX_VALUE for none. */
    private final long unknownFromNanos;

    RealTimeSweep(
            VersionChain chain, Absences absences, List<Operation> unknown, Restarts restarts, Findings findings) {
        this.chain = chain;
        this.absences = absences;
        this.restarts = restarts;
        this.findings = findings;
        this.unknownFromNanos =
                unknown.stream().mapToLong(Operation::startNanos).min().orElse(Long.MAX_VALUE);
    }

    /** Checks all operations; of the unknown writes {@code found} are known to have happened. */
    void check(List<Operation> operations, Map<Operation, Slot> found) {
        found.forEach(this::riseAtDeath);
        operations.stream()
                .sorted(Comparator.comparingLong(Operation::startNanos))
                .forEach(this::check);
    }

    /** What an unknown write did, it did before its server died. */
    private void riseAtDeath(Operation write, Slot slot) {
        long death = restarts.deathAfter(write.startNanos());
        if (death != Long.MAX_VALUE) {
            floor.rise(death, slot.version, slot.revision, write);
        }
    }

    private void check(Operation operation) {
        floor.advance(operation.startNanos());
        Sighting sighting = operation.sighting();
        if (operation.answer() instanceof Conflicted) {
            checkJustified(operation, sighting);
        }
        if (sighting == null) {
            return;
        }
        if (!sighting.live() && operation.written() == null) {
            checkAbsence(operation);
        } else {
            checkRevision(operation, sighting.revision());
            checkVersion(operation, sighting);
        }
    }

    private void checkAbsence(Operation operation) {
        long version = absences.oldest(leastAbsentVersion(operation), operation.endNanos());
        if (version == Absences.NONE) {
            breach(operation, "sees no document", floor.witness());
        } else {
            Slot slot = chain.at(version);
            floor.rise(operation.endNanos(), version, slot == null ? null : slot.revision, operation);
        }
    }

    private long leastAbsentVersion(Operation operation) {
        boolean conflict = operation.answer() instanceof Conflicted;
        if (conflict && operation.kind() == OperationKind.UPDATE && operation.base() == null) {
            return floor.version() + 1; // it read a document before it lost to its deletion
        }
        Slot base = conflict && operation.base() != null ? chain.at(operation.base()) : null;
        return Math.max(floor.version(), base == null ? 0 : oldestRefusal(base));
    }

    /** A document refuses its own revision only once it has a successor; a tombstone refuses its own. */
    private static long oldestRefusal(Slot base) {
        return base.life == Life.GONE ? base.version : base.version + 1;
    }

    private void checkRevision(Operation operation, @Nullable Revision revision) {
        Revision least = floor.revision();
        if (revision == null) {
            return;
        }
        boolean older = least != null && RevisionOrder.before(revision, least);
        boolean same = revision.equals(least) && operation.written() != null;
        if (older || same) {
            breach(operation, "is at %s, after %s".formatted(revision, least), floor.revisionWitness());
        }
        if (chain.at(revision) == null) {
            floor.rise(operation.endNanos(), 0, revision, operation);
        }
    }

    private void checkVersion(Operation operation, Sighting sighting) {
        Slot known = sighting.revision() == null ? null : chain.at(sighting.revision());
        long version = sighting.tellsVersion() || known == null ? sighting.version() : known.version;
        if (version == Sighting.UNTOLD) {
            return;
        }
        long least = floor.version() + (operation.written() == null ? 0 : 1);
        if (version < least) {
            String reason = "is at version %d, after version %d".formatted(version, floor.version());
            breach(operation, reason, floor.witness());
        }
        if (chain.possibleFromNanos(version) > operation.endNanos()) {
            findings.add(Rule.PROVENANCE, "version %d is of the future".formatted(version), operation);
        }
        Slot slot = chain.at(version);
        Revision revision = slot == null ? sighting.revision() : slot.revision;
        floor.rise(operation.endNanos(), version, revision, operation);
    }

    private void breach(Operation operation, String reason, @Nullable Operation shown) {
        findings.add(breached(operation, shown), "what starts later " + reason, shown, operation);
    }

    private Rule breached(Operation operation, @Nullable Operation shown) {
        if (shown == null) {
            return Rule.PROVENANCE;
        }
        Slot newest = chain.at(floor.version());
        if (restarts.between(shown.startNanos(), operation.startNanos())) {
            return Rule.CRASH;
        }
        return newest != null && newest.life == Life.GONE ? Rule.DELETES : Rule.REAL_TIME;
    }

    private void checkJustified(Operation operation, @Nullable Sighting current) {
        Revision base = operation.base();
        if (base != null) {
            checkAgainstBase(operation, base, current);
        } else if (operation.kind() == OperationKind.CREATE) {
            checkCreate(operation, current);
        } else {
            checkLostRace(operation, current);
        }
    }

    private void checkAgainstBase(Operation operation, Revision base, @Nullable Sighting current) {
        Slot slot = chain.at(base);
        if (current != null && base.equals(current.revision())) {
            findings.add(Rule.JUSTIFIED_409, "refused though its base is current", operation);
        } else if (slot != null && slot.life != Life.GONE && !mayHaveSuccessor(slot.version, operation)) {
            findings.add(Rule.JUSTIFIED_409, "refused before anybody had changed its base", operation, slot.witness);
        }
    }

    private void checkCreate(Operation operation, @Nullable Sighting current) {
        Slot slot = current == null ? null : chain.at(current.version());
        if (slot != null && slot.life == Life.GONE) {
            findings.add(Rule.JUSTIFIED_409, "refused to create over a tombstone", operation, slot.witness);
        } else if (current != null && !current.live()) {
            findings.add(Rule.JUSTIFIED_409, "refused to create though nothing is there", operation);
        }
    }

    private void checkLostRace(Operation operation, @Nullable Sighting current) {
        boolean same = current != null
                && current.revision() != null
                && current.revision().equals(floor.revision());
        if (same || !mayHaveSuccessor(floor.version(), operation)) {
            findings.add(Rule.JUSTIFIED_409, "lost a race that nobody else was in", operation, floor.witness());
        }
    }

    private boolean mayHaveSuccessor(long version, Operation operation) {
        return unknownFromNanos <= operation.endNanos() || chain.mayHaveSuccessor(version, operation.endNanos());
    }
}
