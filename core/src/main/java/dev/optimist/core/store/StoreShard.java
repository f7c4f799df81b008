package dev.optimist.core.store;

import dev.optimist.core.document.DocumentState;
import dev.optimist.core.document.ShardId;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** One opened shard of a store. */
public interface StoreShard {
    ShardId id();

    /** Returns which of the store's {@linkplain DocumentStore#lanes lanes} commits the shard, counted from 0. */
    default int lane() {
        return 0;
    }

    /** Returns the term under which this opening commits. */
    long primaryTerm();

    /**
     * Durably raises the primary term, as when an index is opened again; an older one cannot commit from then on.
     * Called between commits, never during one.
     *
     * @return the new term
     */
    Mono<Long> raiseTerm(int by);

    /** Returns how many copies beside the primary have what a commit has answered. */
    default int replicas() {
        return 0;
    }

    /** Returns the sequence number that the next operation gets; for a shared store, as last seen. */
    long nextSeqNo();

    /** Returns how many live documents are durable. */
    long documentCount();

    /** Returns how many tombstones are durable. */
    long tombstoneCount();

    /**
     * Looks in the cache tier alone, so that an event loop may call it.
     *
     * @return the durable state ({@code ABSENT} where surely nothing is), or null where only {@link #load} can tell
     */
    @Nullable
    DocumentState peek(String id);

    /**
     * Says what a document's state was when this process last saw it, if it knows: a base for a write that saves reading
     * it, since a put on a base that is not the current one is overtaken. Nothing may be answered from it. An exclusive
     * store never guesses.
     */
    default @Nullable DocumentState guess(String id) {
        return null;
    }

    /** Reads the durable state of one document, off the caller's thread; {@code ABSENT} where there is none. */
    Mono<DocumentState> load(String id);

    /**
     * Reads a snapshot of the documents and tombstones with at least the given sequence number, in its order, with
     * backpressure.
     */
    Flux<StoredDocument> scan(long fromSeqNo);

    /**
     * Reads a snapshot of the live documents, each once, in the order that is cheapest for the store, with backpressure.
     * What is durable when it is subscribed to is in it. Reads on the thread that subscribes and requests, and may block
     * it: no event loop may do so.
     */
    Flux<StoredDocument> documents();

    /**
     * Forgets, durably with the next commit at the latest, tombstones that were deleted before the given time and are
     * still the current state of their document. Called between commits, never during one.
     *
     * @return how many were forgotten
     */
    Mono<Integer> forgetTombstones(long deletedBeforeMillis);
}
