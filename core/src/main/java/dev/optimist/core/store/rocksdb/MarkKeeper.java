package dev.optimist.core.store.rocksdb;

import dev.optimist.core.error.StoreFailedException;
import java.io.File;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * The thread that writes the high-water mark after batches became durable, so that no commit waits for it.
 *
 * <p><b>Concurrency.</b> The committing thread writes {@code reached}, the keeper reads it; a keeper that is about to
 * rest says so in {@code resting} first and looks once more, so that no commit goes unnoticed for long.
 */
final class MarkKeeper implements AutoCloseable {
    /** A mark is a sync of its own beside those of the batches: at one every 3 ms it took 6 to 14 % of all writes. */
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private static final long REST_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Database database;
    private final Path folder;
    private final MarkFile file;
    private final Consumer<StoreFailedException> whenFailed;
    private final Thread thread = new Thread(this::run, "optimist-storage-mark");

    /** The manifest that the last mark names; the thread's, once that runs. */
    private File manifest;

    private volatile long reached;
    private volatile boolean resting;
    private volatile boolean stopped;

    MarkKeeper(Database database, Path folder, MarkFile file, Consumer<StoreFailedException> whenFailed) {
        this.database = database;
        this.folder = folder;
        this.file = file;
        this.whenFailed = whenFailed;
        this.manifest = manifest(file.mark());
    }

    /** Writes the first mark, then starts the thread. */
    void start(long sequence) {
        reached = sequence;
        file.write(database.mark(sequence));
        manifest = manifest(file.mark());
        thread.setDaemon(true);
        thread.start();
    }

    /** Takes note that everything up to a sequence number is durable. */
    void reached(long sequence) {
        reached = sequence;
        if (resting) {
            LockSupport.unpark(thread);
        }
    }

    /** Writes the last mark and ends the thread. */
    @Override
    public void close() {
        stopped = true;
        LockSupport.unpark(thread);
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            while (!stopped) {
                keep();
                rest();
            }
            keep();
        } catch (StoreFailedException e) {
            whenFailed.accept(e);
        }
    }

    private void keep() {
        Mark kept = file.mark();
        long sequence = reached;
        if (manifest.length() != kept.manifestBytes()) {
            write(kept, database.mark(sequence));
            manifest = manifest(file.mark());
        } else {
            write(kept, new Mark(sequence, kept.manifest(), kept.manifestBytes()));
        }
    }

    private void write(Mark kept, Mark next) {
        if (!next.equals(kept)) {
            file.write(next);
        }
    }

    private File manifest(Mark mark) {
        return Manifest.path(folder, mark.manifest()).toFile();
    }

    /** Lets the pause pass in any case, whoever wakes the thread, and then waits until there is something to mark. */
    private void rest() {
        long rested = System.nanoTime();
        for (long left = PAUSE_NANOS; left > 0 && !stopped; left = rested + PAUSE_NANOS - System.nanoTime()) {
            LockSupport.parkNanos(this, left);
        }
        resting = true;
        if (reached == file.mark().sequence() && !stopped) {
            LockSupport.parkNanos(this, REST_NANOS);
        }
        resting = false;
    }
}
