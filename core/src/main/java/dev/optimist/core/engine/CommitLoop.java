package dev.optimist.core.engine;

import dev.optimist.core.error.ErrorKind;
import dev.optimist.core.error.RequestException;
import dev.optimist.core.error.StoreFailedException;
import dev.optimist.core.error.WriteOutcome;
import dev.optimist.core.observe.EngineObserver;
import dev.optimist.core.store.DocumentStore;
import dev.optimist.core.store.ShardOutcome;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;
import reactor.util.concurrent.Queues;

/**
 * Makes changes durable, one batch after the other (group commit): while one batch is on its way to disk, the next one
 * gathers.
 *
 * <h2>Concurrency</h2>
 *
 * {@code pending} counts what is queued or under way. Whoever raises it from 0 schedules the worker; the worker goes on
 * until it has brought it back to 0. Batches, and tasks that must run between batches, never overlap.
 *
 * <h2>Durability</h2>
 *
 * After the first failure of an exclusive store nothing is acknowledged any more: every change, queued or new, fails. What
 * has become of those that the failed commit held is unknown; nothing of the others was written. A shared store fails
 * batch by batch, for it may come back.
 */
public final class CommitLoop {
    private final DocumentStore store;
    private final EngineObserver observer;
    private final Scheduler.Worker worker;
    private final int batchOperationsMax;
    private final int pendingOperationsMax;
    private final Queue<Change> changes =
            Queues.<Change>unboundedMultiproducer().get();
    private final Queue<Runnable> tasks =
            Queues.<Runnable>unboundedMultiproducer().get();
    private final AtomicInteger pending = new AtomicInteger();
    private final Sinks.One<StoreFailedException> failures = Sinks.one();

    /** What refuses every operation since the store failed. */
    private volatile @Nullable StoreFailedException failure;

    private volatile boolean closing;
    private volatile boolean closed;

    /** Tasks and batches take turns, so that neither holds the other up; confined to the worker. */
    private boolean taskRanLast;

    /**
     * Makes a loop that has nothing to do yet.
     *
     * @param worker runs the batches, one thread
     * @param batchOperationsMax the most operations one batch takes
     * @param pendingOperationsMax over this many waiting operations new ones are refused
     */
    public CommitLoop(
            DocumentStore store,
            EngineObserver observer,
            Scheduler.Worker worker,
            int batchOperationsMax,
            int pendingOperationsMax) {
        this.store = store;
        this.observer = observer;
        this.worker = worker;
        this.batchOperationsMax = batchOperationsMax;
        this.pendingOperationsMax = pendingOperationsMax;
    }

    /** Returns how many operations are on their way to disk. */
    public int pending() {
        return Math.max(0, pending.get());
    }

    /** Returns the failure after which nothing is acknowledged any more, or null while the store is well. */
    public @Nullable StoreFailedException failure() {
        return failure;
    }

    /** Emits once the store has failed, on the thread that finds out; hot. */
    public Mono<StoreFailedException> failed() {
        return failures.asMono();
    }

    /** Refuses every operation from now on, as the store has failed. */
    public void fail(StoreFailedException cause) {
        if (failure == null) {
            failure = StoreFailedException.refusing(cause);
        }
        failures.tryEmitValue(cause);
    }

    /** Throws what refuses a new operation: the store has failed, or too many are waiting. */
    void admit() {
        StoreFailedException failed = failure;
        if (failed != null) {
            throw failed;
        }
        if (closing) {
            throw closed();
        }
        if (pending.get() >= pendingOperationsMax) {
            throw RequestException.of(
                    ErrorKind.REJECTED,
                    "rejected execution of a write: " + pendingOperationsMax + " operations wait for the disk already");
        }
    }

    /** Takes over a change that has just been put in place in its register. */
    void submit(Change change) {
        changes.offer(change);
        wake();
    }

    /**
     * Runs a task of the store while no batch is under way; cold.
     *
     * @return completes with the task, or fails as it does
     */
    public <T> Mono<T> betweenBatches(Mono<T> task) {
        return Mono.create(sink -> {
            tasks.offer(() -> run(task, sink));
            wake();
        });
    }

    private <T> void run(Mono<T> task, MonoSink<T> sink) {
        task.doFinally(ended -> release(1)).subscribe(sink::success, sink::error, sink::success);
    }

    private void wake() {
        if (pending.getAndIncrement() == 0) {
            schedule();
        }
    }

    private void release(int done) {
        if (pending.addAndGet(-done) != 0) {
            schedule();
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
        int taken = gather(batch);
        if (batch.isEmpty()) {
            release(taken);
        } else {
            commit(batch, taken);
        }
    }

    private int gather(Batch batch) {
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
        StoreFailedException refusal = closed ? closed() : failure;
        if (refusal != null) {
            fail(batch, refusal, taken);
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
        StoreFailedException failed = withOutcome(error);
        if (failure == null && !closed && store.exclusive()) {
            fail(failed);
        }
        Deliveries deliveries = new Deliveries();
        batch.fail(failed, deliveries);
        deliveries.flush();
        release(taken);
    }

    private static StoreFailedException withOutcome(Throwable error) {
        StoreFailedException failed = error instanceof StoreFailedException known
                ? known
                : new StoreFailedException("the store failed while it committed a batch", error);
        return failed.outcome().isPresent() ? failed : failed.withOutcome(WriteOutcome.UNKNOWN);
    }

    /** Completes once everything submitted before is settled; cold. */
    public Mono<Void> drained() {
        return betweenBatches(Mono.fromSupplier(changes::isEmpty))
                .flatMap(nothingWaits -> nothingWaits ? Mono.empty() : drained());
    }

    /** Refuses new operations from now on, and completes once the last one is settled; cold. */
    public Mono<Void> close() {
        return Mono.defer(() -> {
                    closing = true;
                    return drained();
                })
                .doFinally(ended -> closed = true);
    }

    private static StoreFailedException closed() {
        return new StoreFailedException("the service is closed", null).withOutcome(WriteOutcome.NOT_WRITTEN);
    }
}
