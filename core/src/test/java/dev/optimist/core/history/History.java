package dev.optimist.core.history;

import java.util.ArrayList;
import java.util.List;

/**
 * The operations of all clients and the restarts of the server, as the process that was not killed saw them. Append
 * only, safe for use by many threads; a full history refuses more, so that a part is never judged as the whole.
 */
public final class History {
    private final int operationsMax;
    private final List<Operation> operations = new ArrayList<>();
    private final List<Long> restarts = new ArrayList<>();

    public History(int operationsMax) {
        this.operationsMax = operationsMax;
    }

    public synchronized void record(Operation operation) {
        if (operations.size() == operationsMax) {
            throw new IllegalStateException("the history is full: " + operationsMax + " operations");
        }
        operations.add(operation);
    }

    /** Notes that the old server is gone for good and the new one has not been started yet. */
    public synchronized void recordRestart(long nanos) {
        restarts.add(nanos);
    }

    /** Takes back the answers since then: a machine without power would not have given them. */
    public synchronized void recordPowerCut(long nanos) {
        operations.replaceAll(
                operation -> operation.endNanos() < nanos ? operation : operation.unanswered("power cut"));
    }

    /** Returns a copy, in the order in which the operations ended. */
    public synchronized List<Operation> operations() {
        return List.copyOf(operations);
    }

    synchronized Restarts restarts() {
        return new Restarts(restarts);
    }
}
