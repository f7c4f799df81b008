package dev.optimist.core.store.rocksdb;

import dev.optimist.core.document.ShardId;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;

/**
 * The shards of the database: those that are open, and what is kept of all.
 *
 * <p><b>Concurrency.</b> Shards are opened, made and dropped under the writer's lock, which guards the header as well.
 */
final class Shards {
    private final Database database;
    private final Writer writer;
    private final StorageThreads threads;
    private final Tombstones tombstones;
    private final Map<ShardId, RocksDbShard> open = new ConcurrentHashMap<>();
    private StoreHeader header;

    Shards(Database database, Writer writer, StorageThreads threads, Tombstones tombstones, StoreHeader header) {
        this.database = database;
        this.writer = writer;
        this.threads = threads;
        this.tombstones = tombstones;
        this.header = header;
    }

    RocksDbShard open(ShardId id) {
        RocksDbShard opened = open.get(id);
        return opened != null ? opened : writer.run(write -> openOrMake(id));
    }

    /** Removes an index's shards with all of their documents. */
    boolean drop(String indexUuid) {
        return writer.run(write -> {
            stageDrop(indexUuid);
            write.sync();
            open.values().removeIf(shard -> drop(shard, indexUuid));
            return true;
        });
    }

    private RocksDbShard openOrMake(ShardId id) throws RocksDBException {
        RocksDbShard opened = open.get(id);
        if (opened != null) {
            return opened;
        }
        byte[] kept = database.get(Family.SHARDS, Keys.shard(id));
        ShardRecord record = kept == null ? make(id) : ShardRecord.read(kept);
        RocksDbShard shard = new RocksDbShard(
                id, record.primaryTerm(header.opening()), record, database, threads, tombstones, this::raiseTerm);
        open.put(id, shard);
        return shard;
    }

    private void raiseTerm(RocksDbShard shard, int by) {
        writer.run(write -> {
            ShardRecord raised = shard.record().withTermRaised(by);
            if (!shard.dropped()) {
                write.put(Family.SHARDS, Keys.shard(shard.id()), raised.write());
                write.sync();
            }
            shard.publishRaised(raised, raised.primaryTerm(header.opening()));
            return raised;
        });
    }

    private ShardRecord make(ShardId id) throws RocksDBException {
        ShardRecord made = ShardRecord.made(header);
        StoreHeader after = header.afterMakingShard();
        writer.put(Family.SHARDS, Keys.shard(id), made.write());
        writer.put(Family.HEADER, StoreHeader.KEY, after.write());
        writer.sync();
        header = after;
        return made;
    }

    private void stageDrop(String indexUuid) {
        byte[] prefix = Keys.shardsOf(indexUuid);
        database.use("dropping an index", open -> stageDrop(open, prefix));
    }

    private Writer stageDrop(RocksDB open, byte[] prefix) throws RocksDBException {
        try (RocksIterator shards = open.newIterator(database.handle(Family.SHARDS))) {
            for (shards.seek(prefix); shards.isValid() && Keys.startsWith(prefix, shards.key()); shards.next()) {
                int uid = ShardRecord.read(shards.value()).uid();
                writer.deleteRange(Family.DOCUMENTS, Keys.firstOf(uid), Keys.firstOf(uid + 1));
                writer.deleteRange(Family.TOMBSTONES, Keys.firstOf(uid), Keys.firstOf(uid + 1));
                writer.delete(Family.SHARDS, shards.key());
            }
            shards.status();
        }
        return writer;
    }

    private static boolean drop(RocksDbShard shard, String indexUuid) {
        boolean drops = shard.id().indexUuid().equals(indexUuid);
        if (drops) {
            shard.drop();
        }
        return drops;
    }
}
