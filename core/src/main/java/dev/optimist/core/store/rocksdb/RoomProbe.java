package dev.optimist.core.store.rocksdb;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Finds out whether a folder takes what an opening of its store writes, by writing and syncing as much: a table for each
 * log, and what is new.
 */
final class RoomProbe {
    /** For the first log, the manifest and the high-water mark. */
    private static final long NEW_BYTES = 256 << 10;

    private static final int PIECE_BYTES = 1 << 16;

    private final StoreFolder folder;

    RoomProbe(StoreFolder folder) {
        this.folder = folder;
    }

    boolean succeeds() {
        List<Path> probes = new ArrayList<>();
        try {
            for (long bytes : lengths()) {
                Path probe = folder.path().resolve("room-probe-" + probes.size());
                probes.add(probe);
                write(probe, bytes);
            }
            return true;
        } catch (IOException | UncheckedIOException e) {
            return false;
        } finally {
            probes.forEach(probe -> probe.toFile().delete()); // what stays is overwritten by the next probe
        }
    }

    private List<Long> lengths() throws IOException {
        try (Stream<Path> files = Files.list(folder.database())) {
            Stream<Long> logs = files.filter(file -> file.toString().endsWith(".log"))
                    .map(file -> file.toFile().length());
            return Stream.concat(Stream.of(NEW_BYTES), logs).toList();
        }
    }

    private static void write(Path probe, long bytes) throws IOException {
        try (FileChannel channel = FileChannel.open(
                probe, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            for (long rest = bytes; rest > 0; ) {
                rest -= channel.write(ByteBuffer.allocate((int) Math.min(PIECE_BYTES, rest)));
            }
            channel.force(/* metaData= */ true);
        }
    }
}
