package dev.optimist.core.store.rocksdb;

import dev.optimist.core.document.Tombstone;
import java.util.ArrayList;
import java.util.List;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;

/** Finds and forgets expired tombstones by their own column family, without a look at other documents. */
final class Tombstones {
    private static final int BATCH = 1_000;

    private final Database database;
    private final Writer writer;

    Tombstones(Database database, Writer writer) {
        this.database = database;
        this.writer = writer;
    }

    /** Forgets tombstones of deletes before a time, without a sync; returns how many were current states. */
    int forget(RocksDbShard shard, long deletedBeforeMillis) {
        int forgotten = 0;
        List<byte[]> batch;
        do {
            batch = find(shard.record().uid(), deletedBeforeMillis);
            forgotten += forget(shard, batch);
        } while (batch.size() == BATCH);
        return forgotten;
    }

    /** Removes the entry of a tombstone that a new state replaces; returns whether there still was one. */
    boolean replace(int uid, String id, Tombstone replaced) throws RocksDBException {
        byte[] key = Keys.tombstone(uid, replaced.deletedAtMillis(), id);
        boolean kept = database.get(Family.TOMBSTONES, key) != null;
        if (kept) {
            writer.delete(Family.TOMBSTONES, key);
        }
        return kept;
    }

    private List<byte[]> find(int uid, long deletedBeforeMillis) {
        byte[] prefix = Keys.firstOf(uid);
        return database.use("a look for old tombstones", open -> {
            List<byte[]> found = new ArrayList<>();
            try (RocksIterator entries = open.newIterator(database.handle(Family.TOMBSTONES))) {
                for (entries.seek(prefix); entries.isValid() && found.size() < BATCH; entries.next()) {
                    byte[] key = entries.key();
                    if (!Keys.startsWith(prefix, key) || Keys.deletedAtOfTombstone(key) >= deletedBeforeMillis) {
                        break;
                    }
                    found.add(key);
                }
                entries.status();
            }
            return found;
        });
    }

    private int forget(RocksDbShard shard, List<byte[]> entries) {
        if (entries.isEmpty()) {
            return 0;
        }
        return writer.run(write -> {
            if (shard.dropped()) {
                return 0;
            }
            int current = 0;
            for (byte[] entry : entries) {
                current += forget(write, entry) ? 1 : 0;
            }
            ShardRecord after = shard.record().withoutTombstones(entries.size());
            write.put(Family.SHARDS, Keys.shard(shard.id()), after.write());
            write.write();
            shard.publish(after);
            return current;
        });
    }

    private boolean forget(Writer write, byte[] entry) throws RocksDBException {
        write.delete(Family.TOMBSTONES, entry);
        byte[] document = Keys.documentOfTombstone(entry);
        byte[] found = database.get(Family.DOCUMENTS, document);
        boolean current = found != null
                && StateRecord.read(found) instanceof Tombstone tombstone
                && tombstone.deletedAtMillis() == Keys.deletedAtOfTombstone(entry);
        if (current) {
            write.delete(Family.DOCUMENTS, document);
        }
        return current;
    }
}
