package dev.optimist.load.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;

/**
 * How many times a second this disk makes an append durable, one after the other: append 4 KiB, fdatasync, again.
 *
 * @param fileSystem the kind of file system that was asked; tmpfs makes nothing durable
 */
record FsyncRate(double perSecond, String fileSystem) {
    private static final int APPEND_BYTES = 4096;
    private static final double NANOS_PER_SECOND = 1e9;

    /** Measures in a file of its own in this folder, and deletes it. */
    static FsyncRate measure(Path folder, Duration duration) throws IOException {
        Files.createDirectories(folder);
        Path file = Files.createTempFile(folder, "fsync-", ".probe");
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            return new FsyncRate(
                    measure(channel, duration.toNanos()),
                    Files.getFileStore(file).type());
        } finally {
            Files.delete(file);
        }
    }

    private static double measure(FileChannel channel, long nanosWanted) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocateDirect(APPEND_BYTES);
        long start = System.nanoTime();
        long nanos = 0;
        int times = 0;
        while (nanos < nanosWanted) {
            channel.write(bytes.clear());
            channel.force(/* metaData= */ false);
            times++;
            nanos = System.nanoTime() - start;
        }
        return times / (nanos / NANOS_PER_SECOND);
    }
}
