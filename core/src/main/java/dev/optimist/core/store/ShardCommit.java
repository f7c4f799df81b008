package dev.optimist.core.store;

import dev.optimist.core.document.DocumentState;
import java.util.List;

/**
 * What one batch writes to one shard.
 *
 * <p>The store numbers the operations in order, without gaps, skipping those of overtaken puts; a put is written under
 * the number of its last operation.
 *
 * @param primaryTerm the term to commit under, as the shard was opened
 * @param puts the newest state of each changed document, each document once
 * @param putOfOperation for each operation of the batch, in seq_no order, the position of its document in {@code puts};
 *     every put has at least one operation
 */
@SuppressWarnings("ArrayRecordComponent") // in transit, never compared
public record ShardCommit(StoreShard shard, long primaryTerm, List<Put> puts, int[] putOfOperation) {
    /**
     * A conditional put of one document's newest state.
     *
     * @param base the durable state that it builds on; the put is overtaken where that is no longer the current one
     * @param next a document or tombstone, whose seq_no and term the commit assigns
     */
    public record Put(String id, DocumentState base, DocumentState next) {}
}
