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
 * @param receipts what is to be kept of some of the operations, no key twice: kept with their puts, atomically, and only
 *     where these are committed
 */
@SuppressWarnings("ArrayRecordComponent") // in transit, never compared
public record ShardCommit(
        StoreShard shard, long primaryTerm, List<Put> puts, int[] putOfOperation, List<OperationReceipt> receipts) {
    /** A commit that keeps no receipts. */
    public ShardCommit(StoreShard shard, long primaryTerm, List<Put> puts, int[] putOfOperation) {
        this(shard, primaryTerm, puts, putOfOperation, List.of());
    }

    /**
     * A conditional put of one document's newest state.
     *
     * @param base the durable state that it builds on; the put is overtaken where that is no longer the current one
     * @param next a document or tombstone, whose seq_no and term the commit assigns
     */
    public record Put(String id, DocumentState base, DocumentState next) {}

    /**
     * The receipt of one operation.
     *
     * <p>It takes the place of one of the same key that has expired when this one was made. In a store of many writers
     * the operation's put is overtaken where another one is kept: its request was carried out already; what else the
     * commit has may then be overtaken too. An exclusive store need not look, for its one writer has.
     *
     * @param operation position in {@code putOfOperation}
     * @param receipt a draft, which is kept under the operation's own seq_no and term
     */
    public record OperationReceipt(int operation, Receipt receipt) {}
}
