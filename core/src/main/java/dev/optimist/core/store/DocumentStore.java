package dev.optimist.core.store;

import dev.optimist.core.document.ShardId;
import dev.optimist.core.error.StoreFailedException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Keeps documents, tombstones, shard states and the catalog of indices.
 *
 * <p>Every Mono here is cold and signals {@link StoreFailedException} when the medium fails. A write is durable when its
 * Mono completes; cancelling does not undo it. After a failed write an exclusive store fails every later write; a shared
 * one may come back by itself.
 */
public interface DocumentStore {
    /**
     * Returns whether this process is the only writer of the data, so that a register may outlive its last pending
     * operation as a cache. An exclusive store never answers {@link PutOutcome.Overtaken}.
     */
    boolean exclusive();

    /**
     * Opens a shard, making it where there is none. An exclusive store has durably raised its primary term since the
     * last opening of the store: 1 for a new shard, one more for each opening of the store after that. From then on an
     * older term cannot commit.
     */
    Mono<StoreShard> openShard(ShardId shard);

    /** Durably removes all documents of all shards of an index; they are gone for readers at once. */
    Mono<Void> dropIndex(String indexUuid);

    /** Returns how many groups of shards are committed independently of each other; see {@link StoreShard#lane}. */
    default int lanes() {
        return 1;
    }

    /**
     * Returns how long a batch may wait until it has as many operations as the one before: for a store where a batch costs
     * much more than what is in it.
     */
    default Duration batchPatience() {
        return Duration.ZERO;
    }

    /**
     * Makes one batch durable, atomically for each shard. All of its shards are of one lane, and the call comes never again
     * for that lane before the last one's Mono has ended. May block the thread that subscribes.
     *
     * <p>A commit under a term that is not the shard's current one is refused with nothing written, which is no failure
     * of the medium. A shared store fails each shard by itself: where some of several have failed, {@link
     * PutOutcome.Failed} says so, and the Mono fails where all have. A commit to a shard whose index was dropped takes effect before the drop: it is answered, and gone.
     *
     * @param commits each shard at most once
     * @return the outcomes, in the order of {@code commits}
     */
    Mono<List<ShardOutcome>> commit(List<ShardCommit> commits);

    /**
     * Reads a number that is another one after each change of the catalog, whoever made it. An exclusive store need not
     * count.
     */
    default Mono<Long> catalogVersion() {
        return Mono.just(0L);
    }

    /**
     * Reads the receipt of a key, off the caller's thread; empty where none was kept. One that has expired may still be
     * found. Sees every commit that ended before it was subscribed to.
     */
    Mono<Receipt> loadReceipt(String key);

    /**
     * Durably keeps the receipt of a request that wrote nothing, under the revision that it bears.
     *
     * @return false, and nothing written, where another one of the key is kept that has not expired when this one was made
     */
    Mono<Boolean> keepReceipt(Receipt receipt);

    /**
     * Forgets the receipts that have expired at the given time, durably with the next commit at the latest. May run
     * beside commits.
     *
     * @return how many were forgotten
     */
    Mono<Integer> forgetReceipts(long nowMillis);

    /** Returns the {@linkplain Receipt#sizeBytes sizes} of all receipts that are not forgotten; as last seen. */
    long receiptBytes();

    /** Reads the catalog: every entry that was put and not deleted, in key order. */
    Flux<CatalogEntry> catalog();

    /**
     * Durably puts a catalog entry, replacing one of the same key. A shared store signals {@link CatalogMovedException}
     * where another process has changed the catalog since this one last read it.
     */
    Mono<Void> putCatalogEntry(CatalogEntry entry);

    /** Durably deletes a catalog entry; completes where there is none. Errors: as {@link #putCatalogEntry}. */
    Mono<Void> deleteCatalogEntry(String key);

    /**
     * Writes a consistent copy of everything durable into {@code folder}, which must not exist yet. An opened copy
     * commits under primary terms that neither the original nor another copy ever gives.
     */
    Mono<Void> checkpoint(Path folder);

    /** Reads anew what shards count, where others write to them too; cold. */
    default Mono<Void> refreshCounts() {
        return Mono.empty();
    }

    /** Returns why parts of the medium do not answer, by their names; empty while all is well, as far as was seen. */
    default Map<String, String> outages() {
        return Map.of();
    }

    /** Returns how many bytes the store takes on its medium; an estimate. */
    long sizeBytes();

    /**
     * Emits once a write of any kind has failed, so that none will be taken any more; hot, on the thread that finds out.
     * A store that goes on after failures never emits.
     */
    default Mono<StoreFailedException> failed() {
        return Mono.never();
    }

    /** Ends what is under way and lets go of everything. */
    Mono<Void> close();
}
