package dev.optimist.core.engine;

import dev.optimist.core.error.StoreFailedException;
import dev.optimist.core.observe.EngineObserver;
import dev.optimist.core.store.DocumentStore;
import dev.optimist.core.store.ShardOutcome;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;
import reactor.core.scheduler.Scheduler;
import reactor.util.concurrent.Queues;

/**
 * One lane of a commit loop: one batch after the other, for the shards that the store commits by themselves.
 *
 * <h2>Concurrency</h2>
 *
 * {@code pending} counts what is queued or under way. Whoever raises it from 0 schedules the worker; the worker goes on
 * until it has brought it back to 0, or hands over to {@code gathering}: then whoever turns that back lets it go on. Batches,
 * and tasks that must run between batches, never overlap.
 */
final class CommitLane {
    private final CommitLoop loop;
    private final DocumentStore store;
    private final EngineObserver observer;
    private final Scheduler.Worker worker;
    private final int batchOperationsMax;
    private final long patienceNanos;
    private final Queue<Change> changes =
            Queues.<Change>unboundedMultiproducer().get();
    private final Queue<Runnable> tasks =
            Queues.<Runnable>unboundedMultiproducer().get();
    private final AtomicInteger pending = new AtomicInteger();

    /** Whether the worker waits for more to come; who turns that off is the one to let it go on. */
    private final AtomicBoolean gathering = new AtomicBoolean();

    /** How many operations the last batch had. */
    private volatile int expected;

    private volatile Disposable patienceEnds = Disposables.disposed();

    /** Tasks and batches take turns, so that neither holds the other up; confined to the worker. */
    private boolean taskRanLast;

    CommitLane(
            CommitLoop loop,
            DocumentStore store,
            EngineObserver observer,
            Scheduler.Worker worker,
            int batchOperationsMax) {
        this.loop = loop;
        this.store = store;
        this.observer = observer;
        this.worker = worker;
        this.batchOperationsMax = batchOperationsMax;
        this.patienceNanos = store.batchPatience().toNanos();
    }

    int pending() {
        return Math.max(0, pending.get());
    }

    /** Takes over a change that has just been put in place in its register. */
    void submit(Change change) {
        changes.offer(change);
        wake();
    }

    /**
     * Runs a task of the store while no batch of the lane is under way; cold.
     *
     * @return completes with the task, or fails as it does
     */
    <T> Mono<T> betweenBatches(Mono<T> task) {
        return Mono.create(sink -> {
            tasks.offer(() -> run(task, sink));
            wake();
        });
    }

    private <T> void run(Mono<T> task, MonoSink<T> sink) {
        task.doFinally(ended -> release(1)).subscribe(sink::success, sink::error, sink::success);
    }

    /** Completes once everything submitted before is settled; cold. */
    Mono<Void> drained() {
        return betweenBatches(Mono.fromSupplier(changes::isEmpty))
                .flatMap(nothingWaits -> nothingWaits ? Mono.empty() : drained());
    }

    private void wake() {
        int before = pending.getAndIncrement();
        if (before == 0) {
            gather(1);
        } else if (before + 1 >= expected && gathering.get()) {
            hurry();
        }
    }

    private void release(int done) {
        int left = pending.addAndGet(-done);
        if (left != 0) {
            gather(left);
        }
    }

    /** Begins now where there is as much as may be expected, else once there is, or when patience ends. */
    private void gather(int there) {
        if (there >= expected || patienceNanos == 0) {
            schedule();
            return;
        }
        gathering.set(true);
        try {
            patienceEnds = worker.schedule(this::begin, patienceNanos, TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            begin();
        }
        if (pending.get() >= expected) {
            hurry();
        }
    }

    private void hurry() {
        if (gathering.compareAndSet(true, false)) {
            patienceEnds.dispose();
            schedule();
        }
    }

    private void begin() {
        if (gathering.compareAndSet(true, false)) {
            next();
        }
    }

    /** Once the worker is gone whoever comes too late takes its place: nobody is left to wait in vain. */
    private void schedule() {
        try {
            worker.schedule(this::next);
        } catch (RejectedExecutionException e) {
            next();
        }
    }

    private void next() {
        Runnable task = taskRanLast ? null : tasks.poll();
        taskRanLast = task != null;
        if (task != null) {
            task.run();
            return;
        }
        Batch batch = new Batch();
        int taken = take(batch);
        expected = taken;
        if (batch.isEmpty()) {
            release(taken);
        } else {
            commit(batch, taken);
        }
    }

    private int take(Batch batch) {
        int taken = 0;
        while (taken < batchOperationsMax) {
            Change change = changes.poll();
            if (change == null) {
                break;
            }
            taken++;
            if (!change.shard().dropped()) {
                batch.add(change);
            } else if (change.batch() == null) {
                drop(change);
            }
        }
        return taken;
    }

    private static void drop(Change change) {
        if (change.pending()) {
            Deliveries deliveries = new Deliveries();
            change.fail(change.shard().missing(), deliveries);
            deliveries.flush();
        }
    }

    private void commit(Batch batch, int taken) {
        Optional<StoreFailedException> refusal = loop.refusal();
        if (refusal.isPresent()) {
            fail(batch, refusal.get(), taken);
            return;
        }
        long start = System.nanoTime();
        Mono.defer(() -> store.commit(batch.commits()))
                .subscribe(
                        outcomes -> committed(batch, outcomes, taken, System.nanoTime() - start),
                        error -> fail(batch, error, taken));
    }

    private void committed(Batch batch, List<ShardOutcome> outcomes, int taken, long nanos) {
        Deliveries deliveries = new Deliveries();
        batch.settle(outcomes, deliveries);
        observer.committed(batch.operations(), batch.puts(), batch.bytes(), nanos);
        deliveries.flush();
        release(taken);
    }

    private void fail(Batch batch, Throwable error, int taken) {
        StoreFailedException failed = loop.failed(error);
        Deliveries deliveries = new Deliveries();
        batch.fail(failed, deliveries);
        deliveries.flush();
        release(taken);
    }
}
