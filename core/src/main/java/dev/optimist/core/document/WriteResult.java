package dev.optimist.core.document;

import org.jspecify.annotations.Nullable;

/**
 * What a durable write answers.
 *
 * @param index the concrete index, never an alias
 * @param routing the custom routing of the request, if any
 * @param copies how many copies of the shard there are to be (primary and replicas)
 * @param successful how many copies hold the write
 * @param state the state after the write: what an update shows as {@code get}
 */
public record WriteResult(
        String index,
        String id,
        @Nullable String routing,
        Outcome outcome,
        long version,
        long seqNo,
        long primaryTerm,
        int copies,
        int successful,
        DocumentState state) {
    /** Returns the same result that shows another state. */
    public WriteResult withState(DocumentState shown) {
        return new WriteResult(index, id, routing, outcome, version, seqNo, primaryTerm, copies, successful, shown);
    }
}
