package dev.optimist.http.api;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * Bytes that are gathered first and read afterwards: in memory while they are few, else in a file.
 *
 * <p>Used by one thread after the other: the next call comes after the Mono of the last one has ended.
 */
final class Spool implements AutoCloseable {
    private final Spools spools;
    private final Scheduler home;
    private final List<byte[]> memory = new ArrayList<>();
    private long reserved;
    private @Nullable SpoolFile file;

    /**
     * @param home where the Monos end
     */
    Spool(Spools spools, Scheduler home) {
        this.spools = spools;
        this.home = home;
    }

    /** Keeps bytes; cold. Signals a rejection where there is no room for them. */
    Mono<Void> append(byte[] bytes) {
        return Mono.defer(() -> keepsInMemory(bytes.length) ? remember(bytes) : write(bytes));
    }

    private boolean keepsInMemory(int more) {
        return file == null && reserved + more <= spools.memoryBytesEach() && spools.reserve(more);
    }

    private Mono<Void> remember(byte[] bytes) {
        memory.add(bytes);
        reserved += bytes.length;
        return Mono.empty();
    }

    private Mono<Void> write(byte[] bytes) {
        return Mono.<Void>fromRunnable(() -> {
                    SpoolFile target = file();
                    target.append(ByteBuffer.wrap(bytes));
                })
                .subscribeOn(Schedulers.boundedElastic())
                .publishOn(home);
    }

    private SpoolFile file() {
        SpoolFile known = file;
        if (known == null) {
            known = SpoolFile.create(spools.folder());
            file = known;
            for (byte[] bytes : memory) {
                known.append(ByteBuffer.wrap(bytes));
            }
            forget();
        }
        return known;
    }

    private void forget() {
        memory.clear();
        spools.release(reserved);
        reserved = 0;
    }

    /** Returns whether reading blocks. */
    boolean onDisk() {
        return file != null;
    }

    /** Returns everything that was appended. */
    InputStream read() {
        return file == null
                ? new SequenceInputStream(Collections.enumeration(
                        memory.stream().map(ByteArrayInputStream::new).toList()))
                : file.read();
    }

    @Override
    public void close() {
        forget();
        if (file != null) {
            file.close();
        }
    }
}
