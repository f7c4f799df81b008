package dev.optimist.metrics.meter;

import dev.optimist.core.document.Conflict;
import dev.optimist.core.error.ErrorKind;
import dev.optimist.core.observe.OperationKind;
import io.micrometer.core.instrument.Counter;

/** The meters of one value of the tag {@code index}. */
final class IndexMeters {
    private final MeterTable<OperationKind, OperationOutcome, Counter> operations;
    private final MeterTable<OperationKind, Conflict.Cause, Counter> conflicts;
    private final MeterTable<OperationKind, ErrorKind, Counter> failures;
    private final Counter updateAttempts;
    private final Counter retries;
    private final Counter retriesExhausted;

    IndexMeters(MeterFactory meters, String index) {
        this.operations = new MeterTable<>(
                OperationKind.class,
                OperationOutcome.class,
                (kind, outcome) -> meters.counter(
                        OptimistMeter.OPERATIONS, index, MeterTag.valueOf(kind), MeterTag.valueOf(outcome)));
        this.conflicts = new MeterTable<>(
                OperationKind.class,
                Conflict.Cause.class,
                (kind, cause) -> meters.counter(
                        OptimistMeter.CONFLICTS,
                        index,
                        MeterTag.valueOf(kind),
                        MeterTag.valueOf(cause),
                        MeterTag.valueOf(ConflictClass.of(kind, cause))));
        this.failures = new MeterTable<>(
                OperationKind.class,
                ErrorKind.class,
                (kind, error) -> meters.counter(OptimistMeter.FAILURES, index, MeterTag.valueOf(kind), error.type()));
        this.updateAttempts = meters.counter(OptimistMeter.UPDATE_ATTEMPTS, index);
        this.retries = meters.counter(OptimistMeter.RETRIES, index);
        this.retriesExhausted = meters.counter(OptimistMeter.RETRIES_EXHAUSTED, index);
    }

    void operation(OperationKind kind, OperationOutcome outcome) {
        operations.at(kind, outcome).increment();
    }

    void conflict(OperationKind kind, Conflict.Cause cause) {
        conflicts.at(kind, cause).increment();
    }

    void failure(OperationKind kind, ErrorKind error) {
        failures.at(kind, error).increment();
    }

    void updateAttempt() {
        updateAttempts.increment();
    }

    void retry() {
        retries.increment();
    }

    void retriesExhausted() {
        retriesExhausted.increment();
    }
}
