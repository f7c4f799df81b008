package dev.optimist.core.observe;

import dev.optimist.core.document.Conflict;
import dev.optimist.core.document.Outcome;
import dev.optimist.core.error.ErrorKind;

/** Tells everything to two observers, one after the other. */
record TwoObservers(EngineObserver first, EngineObserver second) implements EngineObserver {
    @Override
    public void written(String index, String id, OperationKind kind, Outcome outcome, long nanos) {
        first.written(index, id, kind, outcome, nanos);
        second.written(index, id, kind, outcome, nanos);
    }

    @Override
    public void written(String index, String id, OperationKind kind, Outcome outcome, long nanos, RequestTrace trace) {
        first.written(index, id, kind, outcome, nanos, trace);
        second.written(index, id, kind, outcome, nanos, trace);
    }

    @Override
    public void read(String index, boolean found, long nanos) {
        first.read(index, found, nanos);
        second.read(index, found, nanos);
    }

    @Override
    public void failed(String index, OperationKind kind, ErrorKind error, long nanos) {
        first.failed(index, kind, error, nanos);
        second.failed(index, kind, error, nanos);
    }

    @Override
    public void conflicted(String index, String id, OperationKind kind, Conflict.Cause cause) {
        first.conflicted(index, id, kind, cause);
        second.conflicted(index, id, kind, cause);
    }

    @Override
    public void attempted(String index, String id, Proposal proposal) {
        first.attempted(index, id, proposal);
        second.attempted(index, id, proposal);
    }

    @Override
    public void retried(String index, String id, int attempt, long delayNanos) {
        first.retried(index, id, attempt, delayNanos);
        second.retried(index, id, attempt, delayNanos);
    }

    @Override
    public void retriesExhausted(String index, String id, int retries) {
        first.retriesExhausted(index, id, retries);
        second.retriesExhausted(index, id, retries);
    }

    @Override
    public void compareAndSet(int attempts) {
        first.compareAndSet(attempts);
        second.compareAndSet(attempts);
    }

    @Override
    public void committed(int operations, int puts, long bytes, long nanos) {
        first.committed(operations, puts, bytes, nanos);
        second.committed(operations, puts, bytes, nanos);
    }

    @Override
    public void registerLoaded(boolean fromDisk) {
        first.registerLoaded(fromDisk);
        second.registerLoaded(fromDisk);
    }

    @Override
    public void registerSealed() {
        first.registerSealed();
        second.registerSealed();
    }

    @Override
    public void bulkItemEnded(int status) {
        first.bulkItemEnded(status);
        second.bulkItemEnded(status);
    }

    @Override
    public void scriptLookedUp(boolean found) {
        first.scriptLookedUp(found);
        second.scriptLookedUp(found);
    }

    @Override
    public void scriptCompiled(long nanos) {
        first.scriptCompiled(nanos);
        second.scriptCompiled(nanos);
    }

    @Override
    public void scriptRan(long nanos) {
        first.scriptRan(nanos);
        second.scriptRan(nanos);
    }

    @Override
    public void indexDeleted(String index) {
        first.indexDeleted(index);
        second.indexDeleted(index);
    }
}
