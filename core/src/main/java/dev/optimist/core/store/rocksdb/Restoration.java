package dev.optimist.core.store.rocksdb;

import dev.optimist.core.error.StoreFailedException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;

/**
 * Copies a checkpoint into an empty folder.
 *
 * <p><b>Ordering.</b> The stamp is copied first and the high-water mark last, so that a part of a copy is never opened.
 */
final class Restoration {
    private static final String STAGE = "copying";

    /** What a new file system has in its uppermost folder. */
    private static final String LOST_AND_FOUND = "lost+found";

    private final StoreFolder from;
    private final StoreFolder to;
    private final Progress progress;

    private Restoration(StoreFolder from, StoreFolder to, Progress progress) {
        this.from = from;
        this.to = to;
        this.progress = progress;
    }

    static void run(Path checkpoint, Path folder, Progress progress) {
        StoreFolder from = new StoreFolder(checkpoint.toAbsolutePath().normalize());
        StoreFolder to = new StoreFolder(folder.toAbsolutePath().normalize());
        CopyStamp.taken(from);
        CopyStamp.requireWhole(from);
        requireEmpty(to.path());
        to.make();
        try (FolderLock held = FolderLock.take(to)) {
            new Restoration(from, to, progress).copy();
        } catch (IOException e) {
            throw new StoreFailedException("restoring to [" + to.path() + "] failed: " + e, e);
        }
    }

    private static void requireEmpty(Path folder) {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.list(folder)) {
            if (files.anyMatch(file -> !file.endsWith(LOST_AND_FOUND))) {
                throw new StoreFailedException(
                        "[" + folder + "] is not empty: a checkpoint is restored into an empty folder only", null);
            }
        } catch (IOException e) {
            throw new StoreFailedException("cannot look into [" + folder + "]: " + e, e);
        }
    }

    private void copy() throws IOException {
        CopyStamp.copy(from.copyStamp(), to.copyStamp());
        to.sync();
        Files.createDirectory(to.database(), StoreFolder.ownerOnly());
        List<Path> files;
        try (Stream<Path> listed = Files.list(from.database())) {
            files = listed.toList();
        }
        copy(files);
        sync(to.database());
        CopyStamp.copy(from.highWaterMark(), to.highWaterMark());
        to.sync();
    }

    private void copy(List<Path> files) throws IOException {
        long total = 0;
        for (Path file : files) {
            total += Files.size(file);
        }
        long done = 0;
        progress.at(STAGE, done, total);
        for (Path file : files) {
            done += CopyStamp.copy(file, to.database().resolve(file.getFileName()));
            progress.at(STAGE, done, total);
        }
    }

    private static void sync(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(/* metaData= */ true);
        }
    }
}
