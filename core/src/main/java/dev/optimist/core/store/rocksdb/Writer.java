package dev.optimist.core.store.rocksdb;

import dev.optimist.core.error.StoreFailedException;
import dev.optimist.core.error.WriteOutcome;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * The one way of writing to the database.
 *
 * <p><b>Durability.</b> A synced write returns when the log is on the medium, with everything that was written before
 * it. After the first write that fails, none is tried again.
 *
 * <p><b>Concurrency.</b> One write at a time, under the lock; what a write makes visible is published under it too.
 */
final class Writer implements AutoCloseable {
    private final Database database;
    private final Medium medium;
    private final ReentrantLock lock = new ReentrantLock();
    private final WriteBatch batch = new WriteBatch();
    private final WriteOptions synced = new WriteOptions().setSync(true);
    private final WriteOptions unsynced = new WriteOptions();
    private LongConsumer whenDurable = sequence -> {};
    private boolean closed;
    private final Sinks.One<StoreFailedException> failures = Sinks.one();
    private volatile @Nullable StoreFailedException failure;

    Writer(Database database, Medium medium) {
        this.database = database;
        this.medium = medium;
    }

    /** What writes a batch: RocksDB, or in a test something that fails. */
    interface Medium {
        void write(RocksDB database, WriteOptions options, WriteBatch batch) throws RocksDBException;
    }

    /** A piece of work that fills the batch, writes it, and then publishes what it wrote. */
    interface Work<T> {
        T run(Writer writer) throws RocksDBException;
    }

    /** Tells somebody of the sequence number of every synced write. */
    void onDurable(LongConsumer consumer) {
        whenDurable = consumer;
    }

    /** Runs a piece of work while nobody else writes. */
    <T> T run(Work<T> work) {
        lock.lock();
        try {
            requireWritable();
            batch.clear();
            return work.run(this);
        } catch (RocksDBException e) {
            throw failing(Failures.of("a write", e));
        } finally {
            lock.unlock();
        }
    }

    void put(Family family, byte[] key, byte[] value) throws RocksDBException {
        batch.put(database.handle(family), key, value);
    }

    void delete(Family family, byte[] key) throws RocksDBException {
        batch.delete(database.handle(family), key);
    }

    /** Deletes from {@code from} to before {@code to}. */
    void deleteRange(Family family, byte[] from, byte[] to) throws RocksDBException {
        batch.deleteRange(database.handle(family), from, to);
    }

    /** Writes the batch and waits until it is durable. */
    void sync() {
        if (batch.count() == 0) {
            return;
        }
        write(synced);
        whenDurable.accept(database.latestSequence());
    }

    /** Writes the batch, to become durable with the next synced one. */
    void write() {
        write(unsynced);
    }

    /** Refuses every later write. */
    void fail(StoreFailedException cause) {
        if (failure == null) {
            failure = cause;
        }
        failures.tryEmitValue(cause);
    }

    /** Emits once no write will be taken any more because one failed. */
    Mono<StoreFailedException> whenFailed() {
        return failures.asMono();
    }

    boolean failed() {
        return failure != null;
    }

    /** Waits for the write under way and refuses every later one. */
    @Override
    public void close() {
        lock.lock();
        try {
            if (!closed) {
                closed = true;
                batch.close();
                synced.close();
                unsynced.close();
            }
        } finally {
            lock.unlock();
        }
    }

    private void write(WriteOptions options) {
        try {
            database.use("a write", open -> {
                medium.write(open, options, batch);
                return batch;
            });
        } catch (StoreFailedException e) {
            throw failing(e);
        }
    }

    private void requireWritable() {
        if (closed) {
            throw Failures.closed();
        }
        StoreFailedException cause = failure;
        if (cause != null) {
            throw StoreFailedException.refusing(cause);
        }
    }

    private StoreFailedException failing(StoreFailedException cause) {
        StoreFailedException tried = cause.withOutcome(WriteOutcome.UNKNOWN);
        fail(tried);
        return tried;
    }
}
