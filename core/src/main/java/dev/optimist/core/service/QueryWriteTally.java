package dev.optimist.core.service;

import dev.optimist.core.document.Outcome;
import dev.optimist.core.service.ByQueryResult.Failure;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Counts what becomes of the documents of one write by query.
 *
 * <p><b>Concurrency.</b> Steps are added one after the other; any thread may ask whether it is over.
 */
final class QueryWriteTally {
    /**
     * The end of one document.
     *
     * @param outcome null where it failed
     * @param retried how many times it was read again
     */
    record Step(@Nullable Outcome outcome, @Nullable Failure failure, int retried) {
        static Step done(Outcome outcome, int retried) {
            return new Step(outcome, null, retried);
        }

        static Step failed(Failure failure, int retried) {
            return new Step(null, failure, retried);
        }
    }

    private final boolean proceeds;
    private final int scrollSize;
    private final Map<Outcome, Long> outcomes = new EnumMap<>(Outcome.class);
    private final List<Failure> failures = new ArrayList<>();
    private long total;
    private long conflicts;
    private long retries;
    private volatile boolean aborted;

    QueryWriteTally(boolean proceeds, int scrollSize) {
        this.proceeds = proceeds;
        this.scrollSize = scrollSize;
    }

    boolean aborted() {
        return aborted;
    }

    void add(Step step) {
        total++;
        retries += step.retried();
        if (step.outcome() != null) {
            outcomes.merge(step.outcome(), 1L, Long::sum);
        } else if (step.failure() != null) {
            fail(step.failure());
        }
    }

    private void fail(Failure failure) {
        conflicts++;
        aborted |= !proceeds;
        if (failures.size() < ByQueryResult.FAILURES_MAX) {
            failures.add(failure);
        }
    }

    ByQueryResult result() {
        return new ByQueryResult(
                total,
                count(Outcome.UPDATED),
                count(Outcome.DELETED),
                count(Outcome.NOOP),
                conflicts,
                (total + scrollSize - 1) / scrollSize,
                retries,
                List.copyOf(failures),
                aborted);
    }

    private long count(Outcome outcome) {
        return outcomes.getOrDefault(outcome, 0L);
    }
}
