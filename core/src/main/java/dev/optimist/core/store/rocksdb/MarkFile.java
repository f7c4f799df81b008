package dev.optimist.core.store.rocksdb;

import dev.optimist.core.error.StoreFailedException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The file of the high-water mark: two slots, written in turn and in place, so that a torn write leaves the other.
 *
 * <p><b>Durability.</b> The file never grows after it was made, so that a sync moves one block and no metadata.
 */
final class MarkFile implements AutoCloseable {
    /** The distance of the slots: no sector holds both. */
    private static final int SLOT_BYTES = 4096;

    private final Path path;
    private final FileChannel channel;
    private Mark.Turn newest;

    private MarkFile(Path path, FileChannel channel, Mark.Turn newest) {
        this.path = path;
        this.channel = channel;
        this.newest = newest;
    }

    /** Makes the file, durably, its folder's entry excepted. */
    static MarkFile make(Path path, Mark mark) {
        try {
            FileChannel channel = FileChannel.open(
                    path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            channel.write(ByteBuffer.allocate(2 * SLOT_BYTES), 0);
            MarkFile file = new MarkFile(path, channel, new Mark.Turn(0, mark));
            file.write(mark);
            return file;
        } catch (IOException e) {
            throw failed("make", path, e);
        }
    }

    /** Opens the file; empty where both slots are damaged. */
    static Optional<MarkFile> open(Path path) {
        try {
            FileChannel channel = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
            Optional<Mark.Turn> newest = newestOf(Files.readAllBytes(path));
            if (newest.isEmpty()) {
                channel.close();
            }
            return newest.map(turn -> new MarkFile(path, channel, turn));
        } catch (IOException e) {
            throw failed("open", path, e);
        }
    }

    /** Reads the mark without a hold on the file; empty where it is missing or both slots are damaged. */
    static Optional<Mark> read(Path path) {
        try {
            return newestOf(Files.readAllBytes(path)).map(Mark.Turn::mark);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw failed("read", path, e);
        }
    }

    Mark mark() {
        return newest.mark();
    }

    /** Writes and syncs. */
    void write(Mark mark) {
        try {
            long turn = newest.number() + 1;
            channel.write(mark.write(turn), turn % 2 * SLOT_BYTES);
            channel.force(/* metaData= */ false);
            newest = new Mark.Turn(turn, mark);
        } catch (IOException e) {
            throw failed("write", path, e);
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw failed("close", path, e);
        }
    }

    private static Optional<Mark.Turn> newestOf(byte[] file) {
        return Stream.of(0, SLOT_BYTES)
                .filter(offset -> file.length >= offset + Mark.LENGTH)
                .flatMap(offset ->
                        Mark.read(ByteBuffer.wrap(file, offset, Mark.LENGTH).slice()).stream())
                .max(Comparator.comparingLong(Mark.Turn::number));
    }

    private static StoreFailedException failed(String doing, Path path, IOException cause) {
        return new StoreFailedException("cannot " + doing + " the high-water mark [" + path + "]: " + cause, cause);
    }
}
