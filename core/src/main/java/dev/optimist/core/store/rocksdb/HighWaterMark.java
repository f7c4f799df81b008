package dev.optimist.core.store.rocksdb;

import dev.optimist.core.error.StoreFailedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * What makes a lost tail of the log loud: how far the database was durable, kept in a file of its own and compared at
 * the next opening.
 */
final class HighWaterMark implements AutoCloseable {
    private final StoreFolder folder;
    private final MarkFile file;
    private final boolean acceptsDataLoss;

    private HighWaterMark(StoreFolder folder, MarkFile file, boolean acceptsDataLoss) {
        this.folder = folder;
        this.file = file;
        this.acceptsDataLoss = acceptsDataLoss;
    }

    /** Opens the mark of a folder, making it where there is neither a mark nor a database. */
    static HighWaterMark open(StoreFolder folder, boolean acceptsDataLoss) {
        return new HighWaterMark(folder, openFile(folder, acceptsDataLoss), acceptsDataLoss);
    }

    /** Returns whether a database may be made: nothing has ever been written, and no table lies there. */
    boolean isNew() {
        return file.mark().sequence() == 0 && !folder.hasTables();
    }

    MarkFile file() {
        return file;
    }

    /** Refuses a database that is not opened yet and whose manifest has lost something. */
    void requireManifest() {
        if (file.mark().sequence() > 0 && !acceptsDataLoss) {
            Manifest.requireAsLongAs(folder.database(), file.mark());
        }
    }

    /** Refuses a database that has recovered less than was durable. */
    void requireReached(long sequence) {
        long wanted = file.mark().sequence();
        if (sequence < wanted && !acceptsDataLoss) {
            throw new StoreFailedException(
                    String.format(
                            Locale.ROOT,
                            "the database [%s] has lost acknowledged writes: its logs and tables end at sequence number [%d], "
                                    + "but [%s] says that [%d] was durable; %d updates are missing",
                            folder.database(),
                            sequence,
                            folder.highWaterMark(),
                            wanted,
                            wanted - sequence),
                    null);
        }
    }

    @Override
    public void close() {
        file.close();
    }

    private static MarkFile openFile(StoreFolder folder, boolean acceptsDataLoss) {
        Path path = folder.highWaterMark();
        boolean hasDatabase = Files.exists(folder.database());
        if (!Files.exists(path)) {
            if (hasDatabase && !acceptsDataLoss) {
                throw new StoreFailedException(
                        "[" + path + "] is missing: whether [" + folder.database() + "] is complete cannot be told",
                        null);
            }
            return make(folder);
        }
        return MarkFile.open(path).orElseGet(() -> {
            if (hasDatabase && !acceptsDataLoss) {
                throw new StoreFailedException("[" + path + "] is damaged: neither of its slots can be read", null);
            }
            return make(folder);
        });
    }

    private static MarkFile make(StoreFolder folder) {
        MarkFile made = MarkFile.make(folder.highWaterMark(), Mark.NOTHING);
        folder.sync();
        return made;
    }
}
