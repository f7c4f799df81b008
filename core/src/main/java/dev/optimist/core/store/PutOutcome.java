package dev.optimist.core.store;

import dev.optimist.core.document.DocumentState;

/** What became of one conditional put. */
public sealed interface PutOutcome {
    /** The state is durable. */
    record Committed() implements PutOutcome {}

    /** Another writer was first: nothing was written for this document, whose state now is {@code current}. */
    record Overtaken(DocumentState current) implements PutOutcome {}

    /** The outcome of every put to an exclusive store. */
    PutOutcome COMMITTED = new Committed();
}
