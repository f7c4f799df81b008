package dev.optimist.http.testkit;

import dev.optimist.core.document.Conflict;
import dev.optimist.core.document.Outcome;
import dev.optimist.core.error.ErrorKind;
import dev.optimist.core.observe.EngineObserver;
import dev.optimist.core.observe.OperationKind;
import dev.optimist.core.observe.Proposal;

/** An observer that lets another writer be first, wherever the faults say so, and passes everything on. */
record ContestedObserver(EngineObserver observer, Faults faults) implements EngineObserver {
    @Override
    public void attempted(String index, String id, Proposal proposal) {
        observer.attempted(index, id, proposal);
        faults.contest(index, id, proposal);
    }

    @Override
    public void written(String index, String id, OperationKind kind, Outcome outcome, long nanos) {
        observer.written(index, id, kind, outcome, nanos);
    }

    @Override
    public void read(String index, boolean found, long nanos) {
        observer.read(index, found, nanos);
    }

    @Override
    public void failed(String index, OperationKind kind, ErrorKind error, long nanos) {
        observer.failed(index, kind, error, nanos);
    }

    @Override
    public void conflicted(String index, String id, OperationKind kind, Conflict.Cause cause) {
        observer.conflicted(index, id, kind, cause);
    }

    @Override
    public void retried(String index, String id, int attempt, long delayNanos) {
        observer.retried(index, id, attempt, delayNanos);
    }

    @Override
    public void retriesExhausted(String index, String id, int retries) {
        observer.retriesExhausted(index, id, retries);
    }

    @Override
    public void compareAndSet(int attempts) {
        observer.compareAndSet(attempts);
    }

    @Override
    public void committed(int operations, int puts, long bytes, long nanos) {
        observer.committed(operations, puts, bytes, nanos);
    }

    @Override
    public void registerLoaded(boolean fromDisk) {
        observer.registerLoaded(fromDisk);
    }

    @Override
    public void registerSealed() {
        observer.registerSealed();
    }

    @Override
    public void indexDeleted(String index) {
        observer.indexDeleted(index);
    }
}
