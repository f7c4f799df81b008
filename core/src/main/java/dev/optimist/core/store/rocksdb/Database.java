package dev.optimist.core.store.rocksdb;

import static java.util.Objects.requireNonNull;

import dev.optimist.core.error.StoreFailedException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.StampedLock;
import org.jspecify.annotations.Nullable;
import org.rocksdb.Checkpoint;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.FlushOptions;
import org.rocksdb.Holder;
import org.rocksdb.ReadOptions;
import org.rocksdb.ReadTier;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;

/**
 * The open RocksDB database and every native object that depends on it.
 *
 * <p><b>Concurrency.</b> A native object that is used after it was closed crashes the process. So every call into the
 * database holds the guard as a reader and looks at {@code closed} first; closing holds it as the writer. The guard is
 * not reentrant: no call is made within another one.
 */
final class Database implements AutoCloseable {
    /** What {@link #peek} answers where surely nothing is; no record is empty. */
    static final byte[] NOTHING = new byte[0];

    private final Path path;
    private final RocksDB database;
    private final Map<Family, ColumnFamilyHandle> families = new EnumMap<>(Family.class);
    private final DatabaseOptions options;
    private final ReadOptions reads = new ReadOptions();
    private final ReadOptions cachedReads = new ReadOptions().setReadTier(ReadTier.BLOCK_CACHE_TIER);
    private final StampedLock guard = new StampedLock();
    private final Set<DatabaseSnapshot> snapshots = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    private Database(Path path, RocksDB database, List<ColumnFamilyHandle> families, DatabaseOptions options) {
        this.path = path;
        this.database = database;
        for (Family family : Family.values()) {
            this.families.put(family, families.get(this.families.size()));
        }
        this.options = options;
    }

    /** Opens the database, recovering from its logs; refuses where it is damaged. */
    static Database open(Path path, RocksDbConfiguration configuration, boolean createsIfMissing) {
        Manifest.requireKnownRecords(path);
        DatabaseOptions options = new DatabaseOptions(configuration, createsIfMissing);
        List<ColumnFamilyHandle> families = new ArrayList<>();
        try {
            RocksDB database = RocksDB.open(options.database(), path.toString(), options.families(), families);
            return new Database(path, database, families, options);
        } catch (RocksDBException e) {
            options.close();
            throw Failures.of("opening the database [" + path + "]" + DamagedLog.named(path), e);
        }
    }

    /** Opens the database to look at it: what its logs hold is read into memory, and nothing is written. */
    static Database openReadOnly(Path path, RocksDbConfiguration configuration) {
        Manifest.requireKnownRecords(path);
        DatabaseOptions options = new DatabaseOptions(configuration, /* createsIfMissing= */ false);
        List<ColumnFamilyHandle> families = new ArrayList<>();
        try {
            RocksDB database = RocksDB.openReadOnly(options.database(), path.toString(), options.families(), families);
            return new Database(path, database, families, options);
        } catch (RocksDBException e) {
            options.close();
            throw Failures.of("opening the database [" + path + "]" + DamagedLog.named(path), e);
        }
    }

    /** A use of the database. */
    interface Use<T> {
        T apply(RocksDB database) throws RocksDBException;
    }

    /** Uses the database while nobody can close it. */
    <T> T use(String doing, Use<T> use) {
        long stamp = guard.readLock();
        try {
            if (closed) {
                throw Failures.closed();
            }
            return use.apply(database);
        } catch (RocksDBException e) {
            throw Failures.of(doing + " in [" + path + "]", e);
        } finally {
            guard.unlockRead(stamp);
        }
    }

    ColumnFamilyHandle handle(Family family) {
        return requireNonNull(families.get(family));
    }

    byte @Nullable [] get(Family family, byte[] key) {
        return use("a read", database -> database.get(handle(family), reads, key));
    }

    /**
     * Reads a document without touching the medium: {@link #NOTHING} where surely nothing is, null where only the
     * medium can tell.
     */
    byte @Nullable [] peek(byte[] key) {
        long stamp = guard.tryReadLock();
        if (stamp == 0) {
            return null;
        }
        try {
            return closed ? null : peekOpen(key);
        } finally {
            guard.unlockRead(stamp);
        }
    }

    // keyMayExist tells "not in the cache" without an exception, but takes any failure for "nothing there"; so its "no"
    // is asked for once more, in the way that fails on failure.
    private byte @Nullable [] peekOpen(byte[] key) {
        Holder<byte[]> value = new Holder<>();
        if (database.keyMayExist(handle(Family.DOCUMENTS), cachedReads, key, value)) {
            return value.getValue();
        }
        try {
            byte[] found = database.get(handle(Family.DOCUMENTS), cachedReads, key);
            return found == null ? NOTHING : found;
        } catch (RocksDBException e) {
            return null;
        }
    }

    /** Takes a snapshot, which must be closed; its iterators end before a key. */
    DatabaseSnapshot snapshot(byte[] before) {
        return use("a snapshot", database -> {
            DatabaseSnapshot snapshot = new DatabaseSnapshot(this, database, before);
            snapshots.add(snapshot);
            return snapshot;
        });
    }

    /** Lets go of a snapshot, unless closing has done so. */
    void release(DatabaseSnapshot snapshot) {
        long stamp = guard.readLock();
        try {
            if (snapshots.remove(snapshot)) {
                snapshot.releaseFrom(database);
            }
        } finally {
            guard.unlockRead(stamp);
        }
    }

    long latestSequence() {
        return use("a look at the sequence", RocksDB::getLatestSequenceNumber);
    }

    /** Returns how much of the manifest is durable, with the sequence number given. */
    Mark mark(long sequence) {
        RocksDB.LiveFiles files = use("a look at the manifest", database -> database.getLiveFiles(false));
        return new Mark(sequence, Manifest.number(files.files), files.manifestFileSize);
    }

    long sizeBytes() {
        return use(
                "a look at the size",
                database -> database.getAggregatedLongProperty("rocksdb.live-sst-files-size")
                        + database.getAggregatedLongProperty("rocksdb.cur-size-all-mem-tables"));
    }

    /** Writes all of memory to tables, so that the next opening has no log to read. */
    void flush() {
        use("a flush", database -> {
            try (FlushOptions wait = new FlushOptions()) {
                database.flush(wait, List.copyOf(families.values()));
                return wait;
            }
        });
    }

    void checkpoint(Path folder) {
        use("a checkpoint to [" + folder + "]", database -> {
            try (Checkpoint checkpoint = Checkpoint.create(database)) {
                checkpoint.createCheckpoint(folder.toString());
                return checkpoint;
            }
        });
    }

    @Override
    public void close() {
        long stamp = guard.writeLock();
        try {
            if (!closed) {
                closed = true;
                closeOpen();
            }
        } catch (RocksDBException e) {
            throw Failures.of("closing the database [" + path + "]", e);
        } finally {
            guard.unlockWrite(stamp);
        }
    }

    private void closeOpen() throws RocksDBException {
        snapshots.forEach(snapshot -> snapshot.releaseFrom(database));
        snapshots.clear();
        reads.close();
        cachedReads.close();
        families.values().forEach(ColumnFamilyHandle::close);
        try {
            database.closeE();
        } finally {
            options.close();
        }
    }

    /** Says what is wrong with something that was read. */
    StoreFailedException damaged(String what, StoreFailedException cause) {
        return new StoreFailedException(what + " in [" + path + "]: " + cause.reason(), cause);
    }
}
