package dev.optimist.metrics.meter;

import dev.optimist.core.document.Conflict;
import dev.optimist.core.observe.OperationKind;

/** What a conflict meant, as the tag {@code class} says it. */
enum ConflictClass {
    /** Another writer came between: work is lost, or has to be done again. */
    LOST_RACE,
    /** What was wanted is there already: the document of a create, an external version as new as the one that was sent. */
    BENIGN;

    static ConflictClass of(OperationKind kind, Conflict.Cause cause) {
        return switch (cause) {
            case EXISTS -> kind == OperationKind.CREATE ? BENIGN : LOST_RACE;
            case EXTERNAL_VERSION -> BENIGN;
            case SEQ_NO, PRIMARY_TERM, INTERNAL_VERSION, PRECONDITION, RETRIES_EXHAUSTED -> LOST_RACE;
        };
    }
}
