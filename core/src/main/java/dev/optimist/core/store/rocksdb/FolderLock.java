package dev.optimist.core.store.rocksdb;

import dev.optimist.core.error.StoreFailedException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.NoSuchFileException;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** The hold that one opening has on its data folder, against a second one in this or another process. */
final class FolderLock implements AutoCloseable {
    private final @Nullable FileChannel channel;

    private FolderLock(@Nullable FileChannel channel) {
        this.channel = channel;
    }

    static FolderLock take(StoreFolder folder) {
        FileChannel channel = open(folder);
        if (tryLock(channel, /* shared= */ false) == null) {
            close(channel);
            throw inUse(folder);
        }
        return new FolderLock(channel);
    }

    /**
     * Makes sure that nobody has a store open, for who wants to read it; changes nothing, so that it also works on a
     * medium that cannot be written.
     */
    static FolderLock takeToRead(StoreFolder folder) {
        try {
            FileChannel channel = FileChannel.open(folder.lock(), StandardOpenOption.READ);
            if (tryLock(channel, /* shared= */ true) == null) {
                close(channel);
                throw inUse(folder);
            }
            return new FolderLock(channel);
        } catch (NoSuchFileException e) {
            return new FolderLock(null);
        } catch (IOException e) {
            throw new StoreFailedException("cannot open the lock file [" + folder.lock() + "]: " + e, e);
        }
    }

    @Override
    public void close() {
        if (channel != null) {
            close(channel);
        }
    }

    private static FileChannel open(StoreFolder folder) {
        try {
            return FileChannel.open(folder.lock(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw new StoreFailedException("cannot open the lock file [" + folder.lock() + "]: " + e, e);
        }
    }

    private static StoreFailedException inUse(StoreFolder folder) {
        return new StoreFailedException(
                "the data folder [" + folder.path() + "] is in use: another process holds [" + folder.lock() + "]",
                null);
    }

    private static @Nullable FileLock tryLock(FileChannel channel, boolean shared) {
        try {
            return channel.tryLock(0, Long.MAX_VALUE, shared);
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
