package dev.optimist.load.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;

/**
 * A file that is appended to and synced by one thread, whatever has come meanwhile with one sync: the least that makes
 * many writers durable.
 */
final class GroupLog implements AutoCloseable {
    private final FileChannel file;
    private final Queue<Append> waiting = new ConcurrentLinkedQueue<>();
    private final Thread writer = new Thread(this::run, "group-log");
    private volatile boolean resting;
    private volatile boolean closed;

    private GroupLog(FileChannel file) {
        this.file = file;
    }

    /** Makes a log of this file, which must not be there yet. */
    static GroupLog make(Path path) throws IOException {
        GroupLog log = new GroupLog(FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
        log.writer.setDaemon(true);
        log.writer.start();
        return log;
    }

    private record Append(ByteBuffer bytes, Executor executor, MonoSink<Void> sink) {
        void tell(@Nullable IOException failure) {
            if (failure == null) {
                sink.success();
            } else {
                sink.error(failure);
            }
        }
    }

    /** Appends when subscribed to; completes on the executor once the bytes are on the medium. */
    Mono<Void> append(byte[] bytes, Executor executor) {
        return Mono.create(sink -> {
            waiting.add(new Append(ByteBuffer.wrap(bytes), executor, sink));
            if (resting) {
                LockSupport.unpark(writer);
            }
        });
    }

    private void run() {
        while (!closed) {
            List<Append> group = take();
            if (group.isEmpty()) {
                rest();
            } else {
                tell(group, write(group));
            }
        }
    }

    private List<Append> take() {
        List<Append> group = new ArrayList<>();
        for (Append next = waiting.poll(); next != null; next = waiting.poll()) {
            group.add(next);
        }
        return group;
    }

    private void rest() {
        resting = true;
        if (waiting.isEmpty() && !closed) {
            LockSupport.park(this);
        }
        resting = false;
    }

    /** Returns what went wrong, if anything. */
    private @Nullable IOException write(List<Append> group) {
        ByteBuffer[] buffers = group.stream().map(Append::bytes).toArray(ByteBuffer[]::new);
        try {
            long left = group.stream()
                    .mapToLong(append -> append.bytes().remaining())
                    .sum();
            while (left > 0) {
                left -= file.write(buffers);
            }
            file.force(/* metaData= */ false);
            return null;
        } catch (IOException e) {
            return e;
        }
    }

    /** Hands each executor what is its own in one task. */
    private static void tell(List<Append> group, @Nullable IOException failure) {
        IdentityHashMap<Executor, List<Append>> byExecutor = new IdentityHashMap<>();
        group.forEach(append -> byExecutor
                .computeIfAbsent(append.executor(), executor -> new ArrayList<>())
                .add(append));
        byExecutor.forEach((executor, own) -> executor.execute(() -> own.forEach(append -> append.tell(failure))));
    }

    /** Ends the thread; what is not durable by then is never told of. */
    @Override
    public void close() throws IOException {
        closed = true;
        LockSupport.unpark(writer);
        try {
            writer.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        file.close();
    }
}
