package dev.optimist.http.api;

import dev.optimist.core.error.ErrorKind;
import dev.optimist.core.error.RequestException;
import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A file that is written once and read once; all calls block. It has no name by the time it is used, so that it leaves
 * nothing behind however the process ends. Not thread-safe, but may be used by one thread after the other. */
final class SpoolFile implements Closeable {
    private static final int BUFFER_BYTES = 128 * 1024;

    private final FileChannel channel;

    private SpoolFile(FileChannel channel) {
        this.channel = channel;
    }

    /** Makes an empty file that its owner alone may read. */
    static SpoolFile create(Path folder) {
        try {
            Files.createDirectories(folder);
            Path path = Files.createTempFile(folder, "optimist-", ".spool");
            return new SpoolFile(FileChannel.open(
                    path,
                    StandardOpenOption.READ,
                    StandardOpenOption.WRITE,
                    StandardOpenOption.DELETE_ON_CLOSE)); // where it can be, deleted as soon as it is open
        } catch (IOException e) {
            throw full(e);
        }
    }

    void append(ByteBuffer bytes) {
        try {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        } catch (IOException e) {
            throw full(e);
        }
    }

    /** Returns everything that was appended. */
    InputStream read() {
        try {
            channel.position(0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new BufferedInputStream(Channels.newInputStream(channel), BUFFER_BYTES);
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    // Nobody's data is lost: what is spooled has not been acknowledged.
    private static RequestException full(IOException e) {
        return RequestException.of(
                ErrorKind.REJECTED,
                "no room to keep a long request or answer: " + e.getClass().getSimpleName());
    }
}
