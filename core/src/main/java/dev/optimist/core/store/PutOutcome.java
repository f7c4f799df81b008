package dev.optimist.core.store;

import dev.optimist.core.document.DocumentState;
import dev.optimist.core.error.DocumentException;

/** What became of one conditional put. */
public sealed interface PutOutcome {
    /** The state is durable. */
    record Committed() implements PutOutcome {}

    /**
     * Another writer was first, with the document or with the request of one of its receipts: nothing was written for
     * this document, whose state now is {@code current}.
     */
    record Overtaken(DocumentState current) implements PutOutcome {}

    /** The shard failed, and its cause tells whether nothing was written or nobody knows; only of a shared store. */
    record Failed(DocumentException cause) implements PutOutcome {}

    /** The outcome of every put to an exclusive store. */
    PutOutcome COMMITTED = new Committed();
}
