package dev.optimist.core.store.rocksdb;

import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.Slice;
import org.rocksdb.Snapshot;

/** A moment of the database that stays readable until it is closed, or the database is. */
final class DatabaseSnapshot implements AutoCloseable {
    private final Database owner;
    private final Snapshot snapshot;
    private final Slice end;
    private final ReadOptions reads;

    DatabaseSnapshot(Database owner, RocksDB database, byte[] before) {
        this.owner = owner;
        this.snapshot = database.getSnapshot();
        this.end = new Slice(before);
        // A scan would wash everything else out of the cache.
        this.reads = new ReadOptions().setSnapshot(snapshot).setFillCache(false).setIterateUpperBound(end);
    }

    /** Returns how to read this moment, within a {@link Database#use}. */
    ReadOptions reads() {
        return reads;
    }

    void releaseFrom(RocksDB database) {
        reads.close();
        end.close();
        database.releaseSnapshot(snapshot);
        snapshot.close();
    }

    @Override
    public void close() {
        owner.release(this);
    }
}
