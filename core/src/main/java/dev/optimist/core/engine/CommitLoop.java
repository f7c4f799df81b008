package dev.optimist.core.engine;

import dev.optimist.core.error.ErrorKind;
import dev.optimist.core.error.RequestException;
import dev.optimist.core.error.StoreFailedException;
import dev.optimist.core.error.WriteOutcome;
import dev.optimist.core.observe.EngineObserver;
import dev.optimist.core.store.DocumentStore;
import dev.optimist.core.store.StoreShard;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;

/**
 * Makes changes durable, one batch after the other (group commit): while one batch is on its way to disk, the next one
 * gathers. A store that commits some shards independently of others has a {@link CommitLane} for each of those groups.
 *
 * <h2>Durability</h2>
 *
 * After the first failure of an exclusive store nothing is acknowledged any more: every change, queued or new, fails. What
 * has become of those that the failed commit held is unknown; nothing of the others was written. A shared store fails
 * batch by batch, for it may come back.
 */
public final class CommitLoop {
    private final DocumentStore store;
    private final int pendingOperationsMax;
    private final List<CommitLane> lanes;
    private final Sinks.One<StoreFailedException> failures = Sinks.one();

    /** What refuses every operation since the store failed. */
    private volatile @Nullable StoreFailedException failure;

    private volatile boolean closing;
    private volatile boolean closed;

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
        this.pendingOperationsMax = pendingOperationsMax;
        this.lanes = IntStream.range(0, store.lanes())
                .mapToObj(lane -> new CommitLane(this, store, observer, worker, batchOperationsMax))
                .toList();
    }

    /** Returns how many operations are on their way to disk. */
    public int pending() {
        return lanes.size() == 1
                ? lanes.get(0).pending()
                : lanes.stream().mapToInt(CommitLane::pending).sum();
    }

    /** Returns the lane that commits a shard. */
    CommitLane lane(StoreShard shard) {
        return lanes.get(shard.lane());
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
        if (pending() >= pendingOperationsMax) {
            throw RequestException.of(
                    ErrorKind.REJECTED,
                    "rejected execution of a write: " + pendingOperationsMax + " operations wait for the disk already");
        }
    }

    /** Returns what nothing more is committed because of; empty while all is well. */
    Optional<StoreFailedException> refusal() {
        return closed ? Optional.of(closed()) : Optional.ofNullable(failure);
    }

    /** Takes note of a commit that failed, and returns what its changes are to be told. */
    StoreFailedException failed(Throwable error) {
        StoreFailedException failed = withOutcome(error);
        if (failure == null && !closed && store.exclusive()) {
            fail(failed);
        }
        return failed;
    }

    private static StoreFailedException withOutcome(Throwable error) {
        StoreFailedException failed = error instanceof StoreFailedException known
                ? known
                : new StoreFailedException("the store failed while it committed a batch", error);
        return failed.outcome().isPresent() ? failed : failed.withOutcome(WriteOutcome.UNKNOWN);
    }

    /**
     * Runs a task that concerns all of the store while no batch is under way; cold. A store with other writers has them
     * under way all the same, so there it need not hold up every lane.
     *
     * @return completes with the task, or fails as it does
     */
    public <T> Mono<T> betweenBatches(Mono<T> task) {
        return lanes.get(0).betweenBatches(task);
    }

    /** Completes once everything submitted before is settled; cold. */
    public Mono<Void> drained() {
        return Mono.when(lanes.stream().map(CommitLane::drained).toList());
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
