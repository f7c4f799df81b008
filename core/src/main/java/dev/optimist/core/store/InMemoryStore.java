package dev.optimist.core.store;

import dev.optimist.core.document.DocumentState;
import dev.optimist.core.document.ShardId;
import dev.optimist.core.error.StoreFailedException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * A store that keeps everything in the heap: for tests, and for whoever needs no durability.
 *
 * <p>It comes exclusive or shared. A shared one can play the other writer ({@link #commitAsOther}); either can be opened
 * again over the same data ({@link #reopen}) and can fail on demand ({@link #failNextWrite}).
 *
 * <p><b>Durability.</b> What is kept lives as long as the heap; {@link #checkpoint} is the only way to a medium.
 *
 * <p><b>Concurrency.</b> All writes run under the lock of the kept data; reads take no lock.
 */
public final class InMemoryStore implements DocumentStore {
    private final InMemoryData data;
    private final boolean exclusive;
    private final long opening;
    private final Map<ShardId, InMemoryShard> shards = new ConcurrentHashMap<>();
    private volatile boolean failsNextWrite;
    private volatile boolean failed;
    private volatile boolean closed;
    private final Sinks.One<StoreFailedException> failures = Sinks.one();
    private volatile boolean cold;
    private volatile Mono<Void> commitGate = Mono.empty();
    private volatile Mono<Void> outcomeGate = Mono.empty();

    private InMemoryStore(InMemoryData data, boolean exclusive) {
        this.data = data;
        this.exclusive = exclusive;
        this.opening = exclusive ? data.open() : data.openings();
    }

    /** Makes an empty store whose opener is the only writer. */
    public static InMemoryStore ofOneWriter() {
        return new InMemoryStore(new InMemoryData(), /* exclusive= */ true);
    }

    /** Makes an empty store that has other writers: it checks the base of every put. */
    public static InMemoryStore ofManyWriters() {
        return new InMemoryStore(new InMemoryData(), /* exclusive= */ false);
    }

    /** Opens what {@link #checkpoint} wrote as an exclusive store. */
    public static InMemoryStore openCheckpoint(Path folder) {
        return new InMemoryStore(InMemoryCheckpoint.read(folder, System.currentTimeMillis()), /* exclusive= */ true);
    }

    /**
     * Opens the same data again, as after a restart or a crash. Of an exclusive store the terms are raised, and this
     * opening cannot write any more; of a shared one both openings may.
     */
    public InMemoryStore reopen() {
        return new InMemoryStore(data, exclusive);
    }

    /** Plays the other writer: commits a state of its own, whose revision the store assigns, and returns it. */
    public DocumentState commitAsOther(ShardId shard, String id, DocumentState next) {
        if (exclusive) {
            throw new IllegalStateException("an exclusive store has no other writer");
        }
        synchronized (data) {
            return data.shard(shard).put(id, next, data.term(shard));
        }
    }

    /** Makes the next write fail, as a full disk would, and with it every later write of this opening. */
    public void failNextWrite() {
        failsNextWrite = true;
    }

    /** Makes {@link StoreShard#peek} answer null for what is there, as after a restart, until it has been loaded. */
    public void coolDown() {
        cold = true;
        shards.values().forEach(InMemoryShard::coolDown);
    }

    /** Lets every commit from now on wait for {@code gate} before it writes; an error of the gate fails the commit. */
    public void holdCommits(Mono<Void> gate) {
        commitGate = gate;
    }

    /** Lets every commit from now on, once it has written, wait for {@code gate} before it tells. */
    public void holdOutcomes(Mono<Void> gate) {
        outcomeGate = gate;
    }

    @Override
    public boolean exclusive() {
        return exclusive;
    }

    @Override
    public Mono<StoreShard> openShard(ShardId id) {
        return write(() -> shards.computeIfAbsent(id, this::open));
    }

    @Override
    public Mono<Void> dropIndex(String indexUuid) {
        return write(() -> {
                    shards.keySet().removeIf(id -> id.indexUuid().equals(indexUuid));
                    data.drop(indexUuid);
                    return true;
                })
                .then();
    }

    @Override
    public Mono<List<ShardOutcome>> commit(List<ShardCommit> commits) {
        return Mono.defer(() -> commitGate.then(write(() -> apply(commits))).delayUntil(outcomes -> outcomeGate));
    }

    @Override
    public Mono<Receipt> loadReceipt(String key) {
        return Mono.defer(() -> {
            requireOpen();
            return Mono.justOrEmpty(data.receipts().get(key));
        });
    }

    @Override
    public Mono<Boolean> keepReceipt(Receipt receipt) {
        return write(() -> data.receipts().putUnlessKept(receipt));
    }

    @Override
    public Mono<Integer> forgetReceipts(long nowMillis) {
        return write(() -> data.receipts().forget(nowMillis));
    }

    @Override
    public long receiptBytes() {
        return data.receipts().sizeBytes();
    }

    @Override
    public Flux<CatalogEntry> catalog() {
        return Flux.defer(() -> Flux.fromIterable(data.catalog()));
    }

    @Override
    public Mono<Void> putCatalogEntry(CatalogEntry entry) {
        return write(() -> {
                    data.putCatalogEntry(entry);
                    return true;
                })
                .then();
    }

    @Override
    public Mono<Void> deleteCatalogEntry(String key) {
        return write(() -> {
                    data.deleteCatalogEntry(key);
                    return true;
                })
                .then();
    }

    @Override
    public Mono<Void> checkpoint(Path folder) {
        return Mono.fromRunnable(() -> {
            synchronized (data) {
                InMemoryCheckpoint.write(data, folder);
            }
        });
    }

    @Override
    public long sizeBytes() {
        return data.sizeBytes();
    }

    @Override
    public Mono<StoreFailedException> failed() {
        return failures.asMono();
    }

    @Override
    public Mono<Void> close() {
        return Mono.fromRunnable(() -> closed = true);
    }

    /** Runs one write under the lock of the data, unless this opening may not write any more. */
    <T> Mono<T> write(Supplier<T> step) {
        return Mono.fromSupplier(() -> {
            synchronized (data) {
                requireWritable();
                return step.get();
            }
        });
    }

    void requireOpen() {
        if (closed) {
            throw new StoreFailedException("the store is closed", null);
        }
    }

    private void requireWritable() {
        requireOpen();
        if (exclusive && opening != data.openings()) {
            throw new StoreFailedException("the store was opened by another, this opening cannot write any more", null);
        }
        if (failsNextWrite || failed) {
            failed = true;
            StoreFailedException failure = new StoreFailedException("a write to the store failed", null);
            failures.tryEmitValue(failure);
            throw failure;
        }
    }

    private InMemoryShard open(ShardId id) {
        InMemoryShard shard = new InMemoryShard(this, id, data.term(id), data.shard(id));
        if (cold) {
            shard.coolDown();
        }
        return shard;
    }

    private List<ShardOutcome> apply(List<ShardCommit> commits) {
        commits.forEach(InMemoryStore::requireCurrentTerm);
        List<ShardOutcome> outcomes = new ArrayList<>(commits.size());
        for (ShardCommit commit : commits) {
            InMemoryShardData shard = ((InMemoryShard) commit.shard()).data();
            outcomes.add(shard.commit(commit, data.receipts(), /* checksBases= */ !exclusive));
        }
        return outcomes;
    }

    private static void requireCurrentTerm(ShardCommit commit) {
        long current = commit.shard().primaryTerm();
        if (commit.primaryTerm() != current) {
            throw StoreFailedException.staleTerm(commit.shard().id(), commit.primaryTerm(), current);
        }
    }
}
