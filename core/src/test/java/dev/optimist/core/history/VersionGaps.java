package dev.optimist.core.history;

import dev.optimist.core.document.Revision;
import dev.optimist.core.history.Slot.Life;
import dev.optimist.core.history.Vacancies.Filler;
import dev.optimist.core.observe.OperationKind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The versions of one document that no known write made: only unknown writes can have. */
final class VersionGaps {
    private final VersionChain chain;
    private final List<Operation> unknown;
    private final List<Vacancy> vacancies = new ArrayList<>();
    private final Vacancies matching;
    private final List<Filler> candidates;

    /**
     * Finds the gaps.
     *
     * @param unknown the unknown writes that no read has found
     * @param newest revisions newer than every known version
     */
    VersionGaps(
            VersionChain chain, List<Operation> unknown, NavigableMap<Revision, Operation> newest, Restarts restarts) {
        this.chain = chain;
        this.unknown = unknown;
        collectVacancies();
        collectNewest(newest);
        this.matching = new Vacancies(vacancies, restarts);
        this.candidates = candidates();
    }

    void check(Findings findings) {
        for (Vacancy vacancy : matching.unfilled(fillers())) {
            String reason =
                    "no write can have made version %d (%d in a row)".formatted(vacancy.first(), vacancy.count());
            findings.add(Rule.VERSION, reason, vacancy.before(), vacancy.after());
        }
    }

    /** Returns the versions at which there may have been no document. */
    Absences absences(Restarts restarts) {
        Absences absences = new Absences();
        for (Slot slot : chain.slots()) {
            if (slot.life == Life.GONE) {
                absences.addTombstone(slot.version, slot.possibleFromNanos);
            }
        }
        addUnknownDeletes(absences);
        addNewest(absences, restarts);
        return absences;
    }

    private void collectVacancies() {
        @Nullable Slot before = null;
        for (Slot slot : chain.slots()) {
            long first = before == null ? 1 : before.version + 1;
            if (first < slot.version) {
                vacancies.add(vacancy(first, slot.version - first, before, slot.certainByNanos, slot.witness));
            }
            if (slot.writer == null) {
                vacancies.add(vacancy(slot.version, 1, before, slot.certainByNanos, slot.witness));
            }
            before = slot;
        }
    }

    private void collectNewest(NavigableMap<Revision, Operation> newest) {
        long count = newest.size() - versionsWithoutRevision();
        if (count > 0) {
            Operation witness = newest.lastEntry().getValue();
            Slot last = chain.at(chain.newest());
            vacancies.add(vacancy(chain.newest() + 1, count, last, witness.endNanos(), witness));
        }
    }

    /** Returns how many versions there are after the newest with a known revision. */
    private long versionsWithoutRevision() {
        long known = 0;
        for (Slot slot : chain.slots()) {
            known = slot.revision == null ? known : slot.version;
        }
        return chain.newest() - known;
    }

    private static Vacancy vacancy(long first, long count, @Nullable Slot before, long certainBy, Operation after) {
        return before == null
                ? new Vacancy(first, count, Long.MIN_VALUE, certainBy, null, after)
                : new Vacancy(first, count, before.possibleFromNanos, certainBy, before.witness, after);
    }

    private List<Filler> candidates() {
        return unknown.stream()
                .map(this::filler)
                .filter(filler -> filler.first() <= filler.last())
                .toList();
    }

    /** Of the candidates that build on the same known version only one can have happened. */
    private List<Filler> fillers() {
        Set<Revision> succeeded = new HashSet<>();
        List<Filler> fillers = new ArrayList<>();
        for (Filler candidate : candidates) {
            Revision base = candidate.operation().base();
            if (base == null || chain.at(base) == null || succeeded.add(base)) {
                fillers.add(candidate);
            }
        }
        return fillers;
    }

    private Filler filler(Operation operation) {
        Filler anywhere = matching.filler(operation);
        Slot base = operation.base() == null ? null : chain.at(operation.base());
        if (base == null) {
            return anywhere;
        }
        int position = matching.positionOf(base.version + 1);
        boolean there = position >= anywhere.first() && position <= anywhere.last();
        return there ? new Filler(operation, position, position) : new Filler(operation, 0, -1);
    }

    private void addUnknownDeletes(Absences absences) {
        List<Filler> deletes = candidates.stream()
                .filter(filler -> filler.operation().kind() == OperationKind.DELETE)
                .toList();
        long[] starts = matching.earliestStarts(deletes);
        for (int position = 0; position < starts.length; position++) {
            Vacancy vacancy = vacancies.get(position);
            Slot told = chain.at(vacancy.first());
            if (starts[position] != Long.MAX_VALUE && (told == null || told.life == Life.UNTOLD)) {
                long last = vacancy.first() + vacancy.count() - 1;
                absences.addPossible(vacancy.first(), last, Math.max(starts[position], vacancy.possibleFromNanos()));
            }
        }
    }

    private void addNewest(Absences absences, Restarts restarts) {
        long last = chain.newest();
        long possibleFrom = chain.possibleFromNanos(last);
        unknown.stream()
                .filter(operation -> operation.kind() == OperationKind.DELETE)
                .filter(delete -> restarts.deathAfter(delete.startNanos()) >= possibleFrom)
                .mapToLong(Operation::startNanos)
                .min()
                .ifPresent(start -> absences.addPossible(last + 1, Long.MAX_VALUE, Math.max(start, possibleFrom)));
    }
}
