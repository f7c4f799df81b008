package dev.optimist.core.store.rocksdb;

import dev.optimist.core.document.Tombstone;
import dev.optimist.core.error.StoreFailedException;
import dev.optimist.core.store.PutOutcome;
import dev.optimist.core.store.ShardCommit;
import dev.optimist.core.store.ShardCommit.Put;
import dev.optimist.core.store.ShardOutcome;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.rocksdb.RocksDBException;

/** Makes batches durable: the newest states and what is kept of their shards, in one write. */
final class Commit {
    private final Writer writer;
    private final Tombstones tombstones;
    private final Receipts receipts;

    Commit(Writer writer, Tombstones tombstones, Receipts receipts) {
        this.writer = writer;
        this.tombstones = tombstones;
        this.receipts = receipts;
    }

    List<ShardOutcome> write(List<ShardCommit> commits) {
        commits.forEach(Commit::requireCurrentTerm);
        return writer.run(write -> {
            List<ShardRecord> after = new ArrayList<>(commits.size());
            receipts.begin();
            for (ShardCommit commit : commits) {
                after.add(stage(commit));
                stageReceipts(commit);
            }
            receipts.end();
            write.sync();
            receipts.publish();
            return publish(commits, after);
        });
    }

    private static void requireCurrentTerm(ShardCommit commit) {
        long current = commit.shard().primaryTerm();
        if (commit.primaryTerm() != current) {
            throw StoreFailedException.staleTerm(commit.shard().id(), commit.primaryTerm(), current);
        }
    }

    private ShardRecord stage(ShardCommit commit) throws RocksDBException {
        RocksDbShard shard = (RocksDbShard) commit.shard();
        ShardRecord before = shard.record();
        if (shard.dropped()) {
            return before.after(commit.putOfOperation().length, 0, 0);
        }
        long[] seqNos = seqNosOfPuts(commit, before.nextSeqNo());
        long documents = 0;
        long tombstoneEntries = 0;
        for (int i = 0; i < seqNos.length; i++) {
            Put put = commit.puts().get(i);
            writer.put(
                    Family.DOCUMENTS,
                    Keys.document(before.uid(), put.id()),
                    StateRecord.write(put.next(), seqNos[i], commit.primaryTerm()));
            documents += (put.next().live() ? 1 : 0) - (put.base().live() ? 1 : 0);
            tombstoneEntries += stageTombstone(before.uid(), put);
        }
        ShardRecord after = before.after(commit.putOfOperation().length, documents, tombstoneEntries);
        writer.put(Family.SHARDS, Keys.shard(shard.id()), after.write());
        return after;
    }

    private void stageReceipts(ShardCommit commit) throws RocksDBException {
        long first = commit.shard().nextSeqNo();
        for (ShardCommit.OperationReceipt kept : commit.receipts()) {
            receipts.stage(kept.receipt().at(first + kept.operation(), commit.primaryTerm()));
        }
    }

    private int stageTombstone(int uid, Put put) throws RocksDBException {
        int entries = 0;
        if (put.base() instanceof Tombstone base && tombstones.replace(uid, put.id(), base)) {
            entries--;
        }
        if (put.next() instanceof Tombstone next) {
            writer.put(Family.TOMBSTONES, Keys.tombstone(uid, next.deletedAtMillis(), put.id()), Database.NOTHING);
            entries++;
        }
        return entries;
    }

    private static long[] seqNosOfPuts(ShardCommit commit, long first) {
        long[] seqNos = new long[commit.puts().size()];
        long next = first;
        for (int put : commit.putOfOperation()) {
            seqNos[put] = next++;
        }
        return seqNos;
    }

    private static List<ShardOutcome> publish(List<ShardCommit> commits, List<ShardRecord> after) {
        List<ShardOutcome> outcomes = new ArrayList<>(commits.size());
        for (int i = 0; i < after.size(); i++) {
            RocksDbShard shard = (RocksDbShard) commits.get(i).shard();
            List<PutOutcome> puts = Collections.nCopies(commits.get(i).puts().size(), PutOutcome.COMMITTED);
            outcomes.add(new ShardOutcome(shard.nextSeqNo(), puts));
            shard.publish(after.get(i));
        }
        return outcomes;
    }
}
