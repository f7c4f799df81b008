package dev.optimist.core.observe;

import dev.optimist.core.document.Conflict;
import dev.optimist.core.document.Outcome;
import dev.optimist.core.error.ErrorKind;

/**
 * Is told what the engine does, as it does it. Calls come from event loops and from the commit thread: an observer must
 * be quick, thread-safe, and must not block or throw.
 *
 * <p>{@code index} is always the concrete index; durations are nanoseconds.
 */
public interface EngineObserver {
    /** Ignores everything. */
    EngineObserver NOOP = new EngineObserver() {};

    /** Returns an observer that is told everything that this one and then the other is told. */
    default EngineObserver and(EngineObserver other) {
        return new TwoObservers(this, other);
    }

    /** A write ended well; {@code nanos} from its start until it was durable. */
    default void written(String index, String id, OperationKind kind, Outcome outcome, long nanos) {}

    /** The same, with the request that the write belongs to; whoever does not look at it overrides the other one. */
    default void written(String index, String id, OperationKind kind, Outcome outcome, long nanos, RequestTrace trace) {
        written(index, id, kind, outcome, nanos);
    }

    /** A read ended; {@code nanos} from its start until its state was durable. */
    default void read(String index, boolean found, long nanos) {}

    /** An operation failed with something else than a conflict. */
    default void failed(String index, OperationKind kind, ErrorKind error, long nanos) {}

    /** A condition did not hold; told for each attempt of a retried operation. */
    default void conflicted(String index, String id, OperationKind kind, Conflict.Cause cause) {}

    /**
     * An update or a conditional write is about to compareAndSet; told for each attempt, by the thread that makes it, between
     * its read and its compareAndSet.
     */
    default void attempted(String index, String id, Proposal proposal) {}

    /** An update is about to try again; {@code attempt} counts from 1, {@code delayNanos} is the pause before it. */
    default void retried(String index, String id, int attempt, long delayNanos) {}

    /** An update conflicted after all its retries, {@code retries} of them. */
    default void retriesExhausted(String index, String id, int retries) {}

    /** A write won its register after {@code attempts} compareAndSets. */
    default void compareAndSet(int attempts) {}

    /** A batch became durable: {@code operations} acknowledged by {@code puts} written states. */
    default void committed(int operations, int puts, long bytes, long nanos) {}

    /** A document was read from the store into a register; {@code fromDisk} when the cache tier could not answer. */
    default void registerLoaded(boolean fromDisk) {}

    /** A register was sealed and left memory. */
    default void registerSealed() {}

    /** An item of a bulk request ended, and was answered with an HTTP status. */
    default void bulkItemEnded(int status) {}

    /** A script was looked for among the compiled ones. */
    default void scriptLookedUp(boolean found) {}

    /** A script was compiled, or found not to compile. */
    default void scriptCompiled(long nanos) {}

    /** A script ran, to its end or to a failure. */
    default void scriptRan(long nanos) {}

    /** An index was deleted: what was kept for its name may go. Told once, after the deletion is durable. */
    default void indexDeleted(String index) {}
}
