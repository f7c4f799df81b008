package dev.optimist.core.engine;

import dev.optimist.core.document.Conflict;
import dev.optimist.core.document.DocumentState;
import dev.optimist.core.document.Outcome;

/** What a shard answers to a write. */
public sealed interface Answer {
    /** The write is durable. */
    record Written(DocumentState state, Outcome outcome) implements Answer {}

    /** The condition did not hold on a durable state. */
    record Conflicted(Conflict conflict) implements Answer {}

    /** The document is not known to be as it was observed; nothing was written. */
    enum Lost implements Answer {
        /** By a writer in this process. */
        RACE,
        /** By another writer of the store: not the caller's retry to spend. */
        OVERTAKEN,
        /** It may not even have changed, but its register left memory: to be looked up again, at no cost of a retry. */
        EVICTED
    }
}
