package dev.optimist.core.index;

import java.util.Queue;
import java.util.concurrent.atomic.AtomicInteger;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;
import reactor.util.concurrent.Queues;

/** Runs tasks one after the other, in the order they were subscribed to, without holding a thread between them. */
final class SerialTasks {
    private final Queue<Runnable> waiting =
            Queues.<Runnable>unboundedMultiproducer().get();
    private final AtomicInteger count = new AtomicInteger();

    /** Returns the task, to run once all earlier ones have ended; cold, and not stopped by a cancel. */
    <T> Mono<T> run(Mono<T> task) {
        return Mono.create(sink -> {
            waiting.offer(() -> start(task, sink));
            if (count.getAndIncrement() == 0) {
                next();
            }
        });
    }

    private <T> void start(Mono<T> task, MonoSink<T> sink) {
        task.doFinally(ended -> release()).subscribe(sink::success, sink::error, sink::success);
    }

    private void release() {
        if (count.decrementAndGet() > 0) {
            next();
        }
    }

    private void next() {
        Runnable task = waiting.poll();
        if (task != null) {
            task.run();
        }
    }
}
