package dev.optimist.core.store;

import dev.optimist.core.document.Absent;
import dev.optimist.core.document.Document;
import dev.optimist.core.document.DocumentState;
import dev.optimist.core.document.Source;
import dev.optimist.core.document.Tombstone;
import dev.optimist.core.store.ShardCommit.Put;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Drafts, puts and commits as tests write them down. */
public final class Commits {
    private Commits() {}

    /** Makes a document without routing that is not committed yet. */
    public static Document document(long version, String source) {
        return Document.draft(version, null, Source.of(source));
    }

    /** Makes a tombstone that is not committed yet. */
    public static Tombstone tombstone(long version, long deletedAtMillis) {
        return Tombstone.draft(version, deletedAtMillis);
    }

    /** Makes the put of a document that was not there. */
    public static Put creation(String id) {
        return new Put(id, Absent.ABSENT, document(1, "{\"id\":\"" + id + "\"}"));
    }

    /** Makes a commit under the shard's term with one operation for each put. */
    public static ShardCommit commit(StoreShard shard, Put... puts) {
        return commit(shard, IntStream.range(0, puts.length).toArray(), puts);
    }

    /** Makes a commit under the shard's term. */
    public static ShardCommit commit(StoreShard shard, int[] putOfOperation, Put... puts) {
        return new ShardCommit(shard, shard.primaryTerm(), Arrays.asList(puts), putOfOperation);
    }

    /** Makes a receipt of a kind, made at 1,000 and kept until 2,000. */
    public static Receipt receipt(String key, String facts) {
        return Receipt.draft(key, 1_000, 2_000, facts.getBytes(StandardCharsets.UTF_8));
    }

    /** Writes puts to one shard, an operation each, with a receipt of the operation at a position; waits. */
    public static ShardOutcome write(
            DocumentStore store, StoreShard shard, Receipt receipt, int operation, Put... puts) {
        int[] operations = IntStream.range(0, puts.length).toArray();
        ShardCommit commit = new ShardCommit(
                shard,
                shard.primaryTerm(),
                Arrays.asList(puts),
                operations,
                List.of(new ShardCommit.OperationReceipt(operation, receipt)));
        List<ShardOutcome> outcomes = store.commit(List.of(commit)).block();
        return outcomes == null ? new ShardOutcome(-1, List.of()) : outcomes.get(0);
    }

    /** Writes to one shard, waits, and returns the outcome. */
    public static ShardOutcome write(DocumentStore store, StoreShard shard, Put... puts) {
        List<ShardOutcome> outcomes = store.commit(List.of(commit(shard, puts))).block();
        return outcomes == null ? new ShardOutcome(-1, List.of()) : outcomes.get(0);
    }

    /** Reads one document and waits. */
    public static DocumentState load(StoreShard shard, String id) {
        DocumentState state = shard.load(id).block();
        return state == null ? Absent.ABSENT : state;
    }
}
