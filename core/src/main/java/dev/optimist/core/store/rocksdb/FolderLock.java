package dev.optimist.core.store.rocksdb;

import dev.optimist.core.error.StoreFailedException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** The hold that one opening has on its data folder, against a second one in this or another process. */
final class FolderLock implements AutoCloseable {
    private final FileChannel channel;

    private FolderLock(FileChannel channel) {
        this.channel = channel;
    }

    static FolderLock take(StoreFolder folder) {
        FileChannel channel = open(folder);
        if (tryLock(channel) == null) {
            close(channel);
            throw new StoreFailedException(
                    "the data folder [" + folder.path() + "] is in use: another process holds [" + folder.lock() + "]",
                    null);
        }
        return new FolderLock(channel);
    }

    @Override
    public void close() {
        close(channel);
    }

    private static FileChannel open(StoreFolder folder) {
        try {
            return FileChannel.open(folder.lock(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw new StoreFailedException("cannot open the lock file [" + folder.lock() + "]: " + e, e);
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        } catch (IOException e) {
            close(channel);
            throw new StoreFailedException("cannot lock the data folder: " + e, e);
        }
    }

    private static void close(FileChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            throw new StoreFailedException("cannot let go of the data folder: " + e, e);
        }
    }
}
