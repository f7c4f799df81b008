package dev.optimist.core.history;

import dev.optimist.core.document.Revision;
import dev.optimist.core.history.Answer.Written;
import dev.optimist.core.history.Vacancies.Filler;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Checks what the documents of one shard share: the sequence of its operations and its primary term. */
final class ShardCheck {
    private record Shown(long nanos, long seqNo, Operation witness) {}

    private final List<Operation> operations;
    private final Restarts restarts;
    private final Findings findings;

    /** Takes the operations of one shard in the order of their starts. */
    ShardCheck(List<Operation> operations, Restarts restarts, Findings findings) {
        this.operations = operations;
        this.restarts = restarts;
        this.findings = findings;
    }

    /** Checks all rules; {@code unknown} are the unknown writes of which nobody knows the sequence number. */
    void check(List<Operation> unknown) {
        checkRising();
        checkTerms();
        checkGaps(unknown);
    }

    private void checkRising() {
        Queue<Shown> pending = new PriorityQueue<>(Comparator.comparingLong(Shown::nanos));
        @Nullable Shown newest = null;
        for (Operation operation : operations) {
            while (!pending.isEmpty() && pending.element().nanos() < operation.startNanos()) {
                Shown shown = pending.remove();
                newest = newest == null || shown.seqNo() > newest.seqNo() ? shown : newest;
            }
            Written written = operation.written();
            if (written != null && newest != null && written.revision().seqNo() <= newest.seqNo()) {
                String reason = "seq_no %d was given after %d"
                        .formatted(written.revision().seqNo(), newest.seqNo());
                findings.add(Rule.SEQUENCE, reason, newest.witness(), operation);
            }
            Revision revision = revision(operation);
            if (revision != null) {
                pending.add(new Shown(operation.endNanos(), revision.seqNo(), operation));
            }
        }
    }

    private void checkTerms() {
        @Nullable Operation newest = null; // of the highest term among earlier lives
        @Nullable Operation newestOfLife = null;
        int life = 0;
        for (Operation operation : operations) {
            int started = restarts.lifeAt(operation.startNanos());
            if (operation.written() == null || started != restarts.lifeAt(operation.endNanos())) {
                continue;
            }
            if (started > life) {
                newest = newer(newest, newestOfLife);
                newestOfLife = null;
                life = started;
            }
            if (newest != null && term(operation) <= term(newest)) {
                findings.add(Rule.TERM, "the term did not grow at a restart", newest, operation);
            }
            newestOfLife = newer(newestOfLife, operation);
        }
    }

    private static @Nullable Operation newer(@Nullable Operation one, @Nullable Operation other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return term(other) > term(one) ? other : one;
    }

    private static long term(Operation write) {
        Written written = write.written();
        return written == null ? 0 : written.revision().primaryTerm();
    }

    private void checkGaps(List<Operation> unknown) {
        Vacancies vacancies = new Vacancies(gaps(), restarts);
        List<Filler> fillers = unknown.stream().map(vacancies::filler).toList();
        for (Vacancy gap : vacancies.unfilled(fillers)) {
            String reason = "no write can have had seq_no %d (%d in a row)".formatted(gap.first(), gap.count());
            findings.add(Rule.SEQUENCE, reason, gap.before(), gap.after());
        }
    }

    private List<Vacancy> gaps() {
        List<Operation> known = bySeqNo();
        long[] certainBy = new long[known.size()];
        long least = Long.MAX_VALUE;
        for (int i = certainBy.length - 1; i >= 0; i--) {
            least = Math.min(least, known.get(i).endNanos());
            certainBy[i] = least;
        }
        List<Vacancy> gaps = new ArrayList<>();
        @Nullable Operation before = null;
        long possibleFrom = Long.MIN_VALUE;
        long next = 0;
        for (int i = 0; i < certainBy.length; i++) {
            Operation operation = known.get(i);
            if (seqNo(operation) > next) {
                gaps.add(new Vacancy(next, seqNo(operation) - next, possibleFrom, certainBy[i], before, operation));
            }
            next = seqNo(operation) + 1;
            possibleFrom = operation.written() == null ? possibleFrom : Math.max(possibleFrom, operation.startNanos());
            before = operation;
        }
        return gaps;
    }

    /** Returns one operation for each known sequence number, in order: the write, where it was acknowledged. */
    private List<Operation> bySeqNo() {
        Map<Long, Operation> known = new TreeMap<>();
        for (Operation operation : operations) {
            if (revision(operation) != null) {
                known.merge(seqNo(operation), operation, (a, b) -> b.written() == null ? a : b);
            }
        }
        return List.copyOf(known.values());
    }

    private static long seqNo(Operation operation) {
        Revision revision = revision(operation);
        return revision == null ? Revision.UNASSIGNED_SEQ_NO : revision.seqNo();
    }

    private static @Nullable Revision revision(Operation operation) {
        Sighting sighting = operation.sighting();
        return sighting == null ? null : sighting.revision();
    }
}
