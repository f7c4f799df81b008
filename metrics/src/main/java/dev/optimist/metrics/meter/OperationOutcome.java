package dev.optimist.metrics.meter;

import dev.optimist.core.document.Outcome;

/** How an operation ended, as the tag {@code outcome} says it: a write's result, a read's, or a failure. */
enum OperationOutcome {
    CREATED,
    UPDATED,
    DELETED,
    NOT_FOUND,
    NOOP,
    FOUND,
    FAILED;

    static OperationOutcome of(Outcome outcome) {
        return switch (outcome) {
            case CREATED -> CREATED;
            case UPDATED -> UPDATED;
            case DELETED -> DELETED;
            case NOT_FOUND -> NOT_FOUND;
            case NOOP -> NOOP;
        };
    }

    static OperationOutcome ofRead(boolean found) {
        return found ? FOUND : NOT_FOUND;
    }
}
