package dev.optimist.core.store.rocksdb;

import dev.optimist.core.error.StoreFailedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A folder that a checkpoint is written to: a whole store that can be opened. */
final class CheckpointFolder {
    private CheckpointFolder() {}

    /** Links the tables of the database into {@code target} and copies its log; where links cannot be, copies all. */
    static Path write(Database database, Path target) {
        StoreFolder folder = new StoreFolder(target);
        make(target);
        CopyStamp.write(folder, System.currentTimeMillis());
        Mark mark = new Mark(database.latestSequence(), 0, 0);
        database.checkpoint(folder.database());
        MarkFile.make(folder.highWaterMark(), mark).close();
        folder.sync();
        return target;
    }

    private static void make(Path target) {
        try {
            Files.createDirectory(target, StoreFolder.ownerOnly());
        } catch (IOException e) {
            throw new StoreFailedException("cannot make the folder of a checkpoint [" + target + "]: " + e, e);
        }
    }
}
