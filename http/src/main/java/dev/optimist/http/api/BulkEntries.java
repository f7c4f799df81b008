package dev.optimist.http.api;

import dev.optimist.http.json.BulkEntry;
import dev.optimist.http.json.BulkEntryCodec;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.SynchronousSink;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * The entries of a bulk request, kept until all of it has arrived and is known to be well: parsed, in memory, while they
 * are few, else in a file.
 *
 * <p>Used by one thread after the other: the next call comes after the Mono of the last one has ended.
 */
final class BulkEntries implements AutoCloseable {
    /** As much goes to the file at once, and comes from it. */
    private static final int GROUP_BYTES = 512 * 1024;

    private final Spools spools;
    private final Scheduler home;
    private final BulkEntryCodec codec;
    private List<BulkEntry> memory = new ArrayList<>();
    private long memoryBytes;
    private long reserved;
    private boolean overflows;
    private @Nullable SpoolFile file;

    /**
     * @param home where the Monos end and entries are emitted
     */
    BulkEntries(Spools spools, Scheduler home, BulkEntryCodec codec) {
        this.spools = spools;
        this.home = home;
        this.codec = codec;
    }

    void add(BulkEntry entry) {
        memory.add(entry);
        memoryBytes += entry.sizeBytes();
    }

    /** Completes when there is room for more; cold. Signals a rejection where there never will be. */
    Mono<Void> relieve() {
        return staysInMemory() || memoryBytes < GROUP_BYTES ? Mono.empty() : spill();
    }

    private boolean staysInMemory() {
        long more = memoryBytes - reserved;
        if (overflows) {
            return false;
        }
        if (memoryBytes > spools.memoryBytesEach() || !spools.reserve(more)) {
            overflows = true;
            return false;
        }
        reserved += more;
        return true;
    }

    private Mono<Void> spill() {
        List<BulkEntry> spilled = memory;
        memory = new ArrayList<>();
        memoryBytes = 0;
        return Mono.<Void>fromRunnable(() -> write(spilled))
                .subscribeOn(Schedulers.boundedElastic())
                .publishOn(home);
    }

    private void write(List<BulkEntry> entries) {
        SpoolFile target = file;
        if (target == null) {
            target = SpoolFile.create(spools.folder());
            file = target;
        }
        spools.release(reserved);
        reserved = 0;
        for (int from = 0; from < entries.size(); ) {
            Encoded encoded = new Encoded();
            while (from < entries.size() && encoded.size() < GROUP_BYTES) {
                encode(entries.get(from++), encoded);
            }
            target.append(encoded.buffer());
        }
    }

    private void encode(BulkEntry entry, Encoded target) {
        try {
            codec.write(entry, new DataOutputStream(target));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Gives out its bytes without a copy. */
    private static final class Encoded extends ByteArrayOutputStream {
        Encoded() {
            super(GROUP_BYTES + GROUP_BYTES / 8);
        }

        ByteBuffer buffer() {
            return ByteBuffer.wrap(buf, 0, count);
        }
    }

    /**
     * Returns all entries in their order, each made into something else; cold, to be subscribed to once.
     *
     * @param made runs off the event loops where there are many
     */
    <T> Flux<T> read(Function<BulkEntry, T> made) {
        SpoolFile source = file;
        Flux<T> inMemory = Flux.fromIterable(memory).map(made);
        return source == null ? inMemory : spilled(source, made).concatWith(inMemory);
    }

    private <T> Flux<T> spilled(SpoolFile source, Function<BulkEntry, T> made) {
        return Flux.<List<T>, DataInputStream>generate(
                        () -> new DataInputStream(source.read()), (input, sink) -> readGroup(input, sink, made))
                .subscribeOn(Schedulers.boundedElastic())
                .publishOn(home, /* prefetch= */ 1)
                .concatMapIterable(group -> group, /* prefetch= */ 1);
    }

    private <T> DataInputStream readGroup(
            DataInputStream input, SynchronousSink<List<T>> sink, Function<BulkEntry, T> made) {
        try {
            List<T> group = new ArrayList<>();
            long bytes = 0;
            while (bytes < GROUP_BYTES) {
                BulkEntry entry = codec.read(input);
                if (entry == null) {
                    break;
                }
                group.add(made.apply(entry));
                bytes += entry.sizeBytes();
            }
            if (group.isEmpty()) {
                sink.complete();
            } else {
                sink.next(group);
            }
            return input;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        memory = List.of();
        spools.release(reserved);
        reserved = 0;
        SpoolFile spilled = file;
        if (spilled != null) {
            Schedulers.boundedElastic().schedule(spilled::close);
        }
    }
}
