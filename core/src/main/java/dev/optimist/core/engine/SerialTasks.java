package dev.optimist.core.engine;

import java.util.Queue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;
import reactor.util.concurrent.Queues;

/**
 * Runs tasks one after the other, in the order they were subscribed to, without holding a thread between them.
 *
 * <h2>Concurrency</h2>
 *
 * {@code count} is what waits or runs. Whoever raises it from 0 runs tasks on its own thread until one of them is still
 * under way when its subscribe returns; then the thread that ends that task goes on.
 */
public final class SerialTasks {
    /** One run of a task; set by the first of two: its end, and the return of its subscribe. */
    private static final class Turn extends AtomicBoolean {
        private static final long serialVersionUID = 1L;

        boolean first() {
            return compareAndSet(false, true);
        }
    }

    private interface Task {
        void start(Turn turn);
    }

    private final Queue<Task> waiting = Queues.<Task>unboundedMultiproducer().get();
    private final AtomicInteger count = new AtomicInteger();

    /** Returns the task, to run once all earlier ones have ended; cold, and not stopped by a cancel. */
    public <T> Mono<T> run(Mono<T> task) {
        return Mono.create(sink -> {
            waiting.offer(turn -> start(task, sink, turn));
            if (count.getAndIncrement() == 0) {
                drain();
            }
        });
    }

    /** Returns whether a task waits or runs. */
    public boolean busy() {
        return count.get() > 0;
    }

    private <T> void start(Mono<T> task, MonoSink<T> sink, Turn turn) {
        task.doFinally(ended -> ended(turn)).subscribe(sink::success, sink::error, sink::success);
    }

    private void ended(Turn turn) {
        boolean stillSubscribing = turn.first();
        if (!stillSubscribing && count.decrementAndGet() > 0) {
            drain();
        }
    }

    private void drain() {
        do {
            Turn turn = new Turn();
            next().start(turn);
            boolean underWay = turn.first();
            if (underWay) {
                return;
            }
        } while (count.decrementAndGet() > 0);
    }

    /** The count is raised after the offer, so there is one; the queue may show it a moment later. */
    private Task next() {
        while (true) {
            Task task = waiting.poll();
            if (task != null) {
                return task;
            }
            Thread.onSpinWait();
        }
    }
}
