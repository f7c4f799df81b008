package dev.optimist.metrics.meter;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import dev.optimist.core.document.Conflict;
import dev.optimist.core.document.Outcome;
import dev.optimist.core.error.ErrorKind;
import dev.optimist.core.observe.EngineObserver;
import dev.optimist.core.observe.OperationKind;
import dev.optimist.core.observe.Proposal;
import dev.optimist.core.observe.RequestTrace;
import dev.optimist.core.observe.TraceParent;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Timer;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.IntFunction;

/**
 * Records what the engine does.
 *
 * <p><b>Concurrency</b>: an event costs one map look-up for its index, then array accesses; the meters themselves are
 * striped or lock-free. Nothing is built, formatted or locked save when a meter is used for the first time.
 */
final class MicrometerObserver implements EngineObserver {
    private final TracedThread traced;
    private final IndexTags indices;
    private final MeterTable<OperationKind, OperationOutcome, Timer> durations;
    private final Timer retryDelay;
    private final DistributionSummary attempts;
    private final DistributionSummary commitOperations;
    private final DistributionSummary commitPuts;
    private final DistributionSummary commitSize;
    private final Timer commitDuration;
    private final Counter loadedFromDisk;
    private final Counter loadedFromCache;
    private final Counter sealed;
    private final ConcurrentMap<Integer, Counter> bulkItems = new ConcurrentHashMap<>();
    private final IntFunction<Counter> bulkItem;
    private final Counter scriptHits;
    private final Counter scriptMisses;
    private final Timer scriptCompilation;
    private final Timer scriptDuration;

    MicrometerObserver(MeterFactory meters, TracedThread traced, int indicesMax) {
        this.traced = traced;
        indices = new IndexTags(meters, indicesMax);
        durations = new MeterTable<>(
                OperationKind.class,
                OperationOutcome.class,
                (kind, outcome) -> meters.timer(
                        OptimistMeter.OPERATION_DURATION, MeterTag.valueOf(kind), MeterTag.valueOf(outcome)));
        retryDelay = meters.timer(OptimistMeter.RETRY_DELAY);
        attempts = meters.distribution(OptimistMeter.COMPARE_AND_SET_ATTEMPTS);
        commitOperations = meters.distribution(OptimistMeter.COMMIT_OPERATIONS);
        commitPuts = meters.distribution(OptimistMeter.COMMIT_PUTS);
        commitSize = meters.distribution(OptimistMeter.COMMIT_SIZE);
        commitDuration = meters.timer(OptimistMeter.COMMIT_DURATION);
        loadedFromDisk = meters.counter(OptimistMeter.REGISTERS_LOADED, "disk");
        loadedFromCache = meters.counter(OptimistMeter.REGISTERS_LOADED, "cache");
        bulkItem = status -> meters.counter(OptimistMeter.BULK_ITEMS, Integer.toString(status));
        scriptHits = meters.counter(OptimistMeter.SCRIPT_CACHE, "hit");
        scriptMisses = meters.counter(OptimistMeter.SCRIPT_CACHE, "miss");
        scriptCompilation = meters.timer(OptimistMeter.SCRIPT_COMPILATION);
        scriptDuration = meters.timer(OptimistMeter.SCRIPT_DURATION);
        sealed = meters.counter(OptimistMeter.REGISTERS_SEALED);
    }

    @Override
    public void written(String index, String id, OperationKind kind, Outcome outcome, long nanos) {
        ended(index, kind, OperationOutcome.of(outcome), nanos);
    }

    @Override
    public void written(String index, String id, OperationKind kind, Outcome outcome, long nanos, RequestTrace trace) {
        TraceParent parent = trace.parent();
        if (parent == null) {
            written(index, id, kind, outcome, nanos);
        } else {
            traced.within(parent, () -> written(index, id, kind, outcome, nanos));
        }
    }

    @Override
    public void read(String index, boolean found, long nanos) {
        ended(index, OperationKind.GET, OperationOutcome.ofRead(found), nanos);
    }

    private void ended(String index, OperationKind kind, OperationOutcome outcome, long nanos) {
        indices.of(index).operation(kind, outcome);
        durations.at(kind, outcome).record(nanos, NANOSECONDS);
    }

    @Override
    public void failed(String index, OperationKind kind, ErrorKind error, long nanos) {
        indices.ofUnproven(index).failure(kind, error);
        durations.at(kind, OperationOutcome.FAILED).record(nanos, NANOSECONDS);
    }

    @Override
    public void conflicted(String index, String id, OperationKind kind, Conflict.Cause cause) {
        indices.of(index).conflict(kind, cause);
    }

    @Override
    public void attempted(String index, String id, Proposal proposal) {
        if (proposal.kind() == OperationKind.UPDATE) {
            indices.of(index).updateAttempt();
        }
    }

    @Override
    public void retried(String index, String id, int attempt, long delayNanos) {
        indices.of(index).retry();
        retryDelay.record(delayNanos, NANOSECONDS);
    }

    @Override
    public void retriesExhausted(String index, String id, int retries) {
        indices.of(index).retriesExhausted();
    }

    @Override
    public void compareAndSet(int attemptsNeeded) {
        attempts.record(attemptsNeeded);
    }

    @Override
    public void committed(int operations, int puts, long bytes, long nanos) {
        commitOperations.record(operations);
        commitPuts.record(puts);
        commitSize.record((double) bytes);
        commitDuration.record(nanos, NANOSECONDS);
    }

    @Override
    public void registerLoaded(boolean fromDisk) {
        (fromDisk ? loadedFromDisk : loadedFromCache).increment();
    }

    @Override
    public void registerSealed() {
        sealed.increment();
    }

    @Override
    public void bulkItemEnded(int status) {
        Counter known = bulkItems.get(status);
        (known == null ? bulkItems.computeIfAbsent(status, bulkItem::apply) : known).increment();
    }

    @Override
    public void scriptLookedUp(boolean found) {
        (found ? scriptHits : scriptMisses).increment();
    }

    @Override
    public void scriptCompiled(long nanos) {
        scriptCompilation.record(nanos, NANOSECONDS);
    }

    @Override
    public void scriptRan(long nanos) {
        scriptDuration.record(nanos, NANOSECONDS);
    }

    @Override
    public void indexDeleted(String index) {
        indices.forget(index);
    }
}
