package dev.optimist.core.store.rocksdb;

import dev.optimist.core.error.StoreFailedException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Locale;

/**
 * The file that makes a folder a checkpoint: a copy of a store that has not been opened yet. It says when the copy was
 * taken.
 *
 * <p><b>Durability.</b> It is the first file of a copy, and the high-water mark the last: where the mark is missing the
 * copying did not end. It goes once the first opening has been counted, durably, in the way of a copy.
 */
final class CopyStamp {
    private final StoreFolder folder;
    private final boolean there;

    private CopyStamp(StoreFolder folder, boolean there) {
        this.folder = folder;
        this.there = there;
    }

    static CopyStamp of(StoreFolder folder) {
        return new CopyStamp(folder, Files.exists(folder.copyStamp()));
    }

    static void write(StoreFolder folder, long takenMillis) {
        byte[] text = (Instant.ofEpochMilli(takenMillis) + "\n").getBytes(StandardCharsets.US_ASCII);
        try {
            Files.write(
                    folder.copyStamp(),
                    text,
                    StandardOpenOption.CREATE_NEW,
                    StandardOpenOption.WRITE,
                    StandardOpenOption.SYNC);
        } catch (IOException e) {
            throw new StoreFailedException("cannot write [" + folder.copyStamp() + "]: " + e, e);
        }
    }

    /** Refuses a folder that somebody began to copy a checkpoint into, and did not end. */
    static void requireWhole(StoreFolder folder) {
        if (Files.exists(folder.copyStamp()) && !Files.exists(folder.highWaterMark())) {
            throw new StoreFailedException(
                    "[" + folder.path() + "] holds a part of a checkpoint: copying it was cut short; empty the folder"
                            + " and restore again",
                    null);
        }
    }

    /** Returns when the copy was taken; fails where there is no stamp. */
    static Instant taken(StoreFolder folder) {
        Path stamp = folder.copyStamp();
        try {
            return Instant.parse(
                    Files.readString(stamp, StandardCharsets.US_ASCII).strip());
        } catch (IOException e) {
            throw new StoreFailedException(
                    "[" + folder.path() + "] is no checkpoint: cannot read [" + stamp + "]: " + e, e);
        } catch (DateTimeException e) {
            throw new StoreFailedException("[" + stamp + "] is damaged: it names no time", e);
        }
    }

    /** Counts an opening, which a copy does in a way of its own. */
    StoreHeader counted(StoreHeader kept, long nowMillis) {
        if (!there) {
            return kept.afterOpening();
        }
        requireLater(nowMillis);
        return kept.afterCopying(nowMillis);
    }

    // The moment is what tells the terms of two copies apart.
    private void requireLater(long nowMillis) {
        Instant taken = taken(folder);
        if (nowMillis < taken.toEpochMilli()) {
            throw new StoreFailedException(
                    String.format(
                            Locale.ROOT,
                            "the clock says [%s], the checkpoint in [%s] was taken at [%s]: set the clock first",
                            Instant.ofEpochMilli(nowMillis),
                            folder.path(),
                            taken),
                    null);
        }
    }

    /** Ends the time as a copy, durably. */
    void remove() {
        if (!there) {
            return;
        }
        try {
            Files.deleteIfExists(folder.copyStamp());
            folder.sync();
        } catch (IOException e) {
            throw new StoreFailedException("cannot delete [" + folder.copyStamp() + "]: " + e, e);
        }
    }

    /** Copies one file, durably; returns how long it is. */
    static long copy(Path from, Path to) throws IOException {
        Files.copy(from, to);
        try (FileChannel channel = FileChannel.open(to, StandardOpenOption.WRITE)) {
            channel.force(/* metaData= */ true);
            return channel.size();
        }
    }
}
