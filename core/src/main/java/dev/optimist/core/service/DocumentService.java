package dev.optimist.core.service;

import dev.optimist.core.document.DocumentState;
import dev.optimist.core.document.GetResult;
import dev.optimist.core.document.WriteCondition.InternalVersion;
import dev.optimist.core.document.WriteResult;
import dev.optimist.core.engine.CommitLoop;
import dev.optimist.core.engine.Residency;
import dev.optimist.core.engine.Shard;
import dev.optimist.core.error.DocumentException;
import dev.optimist.core.error.IndexException.Lookup;
import dev.optimist.core.error.ShardException;
import dev.optimist.core.error.StoreFailedException;
import dev.optimist.core.index.Catalog;
import dev.optimist.core.index.Index;
import dev.optimist.core.index.IndexMetadata;
import dev.optimist.core.index.SharedCatalog;
import dev.optimist.core.index.Uuids;
import dev.optimist.core.observe.EngineObserver;
import dev.optimist.core.observe.RequestTrace;
import dev.optimist.core.script.Scripts;
import dev.optimist.core.service.DocumentWrites.Placed;
import dev.optimist.core.snapshot.RepositoryFolders;
import dev.optimist.core.snapshot.Snapshots;
import dev.optimist.core.store.DocumentStore;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.Supplier;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.util.context.ContextView;

/**
 * The document API over a store: index, delete, update and get, each on one document, each answered from durable states
 * alone.
 *
 * <p>Every Mono is cold. A write is durable when its Mono emits; cancelling only stops the waiting. Errors that a caller
 * may see are {@link DocumentException}s.
 */
public final class DocumentService {
    private final Catalog catalog;
    private final SharedCatalog changes;
    private final CommitLoop loop;
    private final Residency residency;
    private final DocumentWrites writes;
    private final KeyedWrites keyedWrites;
    private final ServiceConfiguration.Bulk bulkLimits;
    private final Scripts scripts;
    private final StoredScripts storedScripts;
    private final IndexAdministration indices;
    private final EngineObserver observer;
    private final DocumentStore store;
    private final Searches searches;
    private final Scheduler commitThread;
    private final Disposable sweep;

    private DocumentService(
            Catalog catalog,
            SharedCatalog changes,
            Shard.Engine engine,
            DocumentStore store,
            Scheduler commitThread,
            StoredScripts storedScripts,
            IndexAdministration indices,
            ServiceConfiguration configuration) {
        this.catalog = catalog;
        this.changes = changes;
        this.loop = engine.loop();
        this.residency = engine.residency();
        this.observer = engine.observer();
        this.writes = new DocumentWrites(observer, engine.clock(), storedScripts);
        this.keyedWrites = new KeyedWrites(store, engine.clock(), engine.homes(), configuration.idempotency());
        this.bulkLimits = configuration.bulk();
        this.scripts = storedScripts.scripts();
        this.storedScripts = storedScripts;
        this.indices = indices;
        this.store = store;
        this.commitThread = commitThread;
        this.searches = searches(configuration.search());
        this.sweep = sweep(configuration, engine.clock());
    }

    /**
     * Opens the service over a store: catalog and shards, no documents; cold.
     *
     * @param homes names the executor on which answers to the calling thread are to be delivered, its event loop say
     */
    public static Mono<DocumentService> open(
            DocumentStore store,
            ServiceConfiguration configuration,
            EngineObserver observer,
            Supplier<Executor> homes,
            Clock clock) {
        return Mono.defer(() -> {
            Uuids.initialize();
            Scheduler commitThread = Schedulers.newSingle("optimist-commit");
            CommitLoop loop = new CommitLoop(
                    store,
                    observer,
                    commitThread.createWorker(),
                    configuration.batchOperationsMax(),
                    configuration.pendingOperationsMax());
            store.failed().subscribe(loop::fail);
            Residency residency =
                    new Residency(configuration.registerMemoryBytes(), store.exclusive(), Schedulers.parallel());
            Shard.Engine engine = new Shard.Engine(loop, residency, observer, homes, clock);
            Scripts scripts = new Scripts(configuration.scripts(), observer);
            SharedCatalog changes = new SharedCatalog(store);
            return Catalog.open(store, changes, engine)
                    .flatMap(catalog -> IndexAdministration.open(store, changes, catalog)
                            .zipWith(
                                    StoredScripts.open(store, changes, scripts),
                                    (indices, stored) -> new DocumentService(
                                            catalog,
                                            changes,
                                            engine,
                                            store,
                                            commitThread,
                                            stored,
                                            indices,
                                            configuration)))
                    .doOnError(error -> {
                        scripts.close();
                        commitThread.dispose();
                    });
        });
    }

    private Searches searches(SearchConfiguration limits) {
        Scans scans = new Scans(catalog, limits);
        return new Searches(scans, new QueryWrites(catalog, writes, scans), limits);
    }

    private Disposable sweep(ServiceConfiguration configuration, Clock clock) {
        return Flux.interval(configuration.tombstoneSweepInterval())
                .onBackpressureDrop()
                .concatMap(tick -> Flux.fromIterable(catalog.indices())
                        .flatMapIterable(Index::shards)
                        .filter(shard -> shard.stored().tombstoneCount() > 0)
                        .concatMap(Shard::forgetTombstones)
                        .then(Mono.defer(() -> store.forgetReceipts(clock.millis())))
                        .onErrorComplete())
                .subscribe();
    }

    /** Indexes a whole document, making its index where it is missing. Errors: version conflict, those of the index. */
    public Mono<WriteResult> index(IndexCommand command) {
        return write(command);
    }

    /** Deletes a document; result NOT_FOUND where there is none, which is a write all the same. */
    public Mono<WriteResult> delete(DeleteCommand command) {
        return write(command);
    }

    /** Changes a part of a document. Errors: document_missing_exception, version conflict, those of the index. */
    public Mono<WriteResult> update(UpdateCommand command) {
        return write(command);
    }

    /**
     * Carries a write out unless it was carried out before under the same key, in which case its first answer is given
     * again. Errors: those of the write, idempotency_key_exception for another request under the same key.
     */
    public Mono<KeyedResult> once(RequestKey key, WriteCommand command) {
        return keyedWrites.carryOut(key, keeping -> onIndex(command, placed -> writes.write(placed.keeping(keeping))));
    }

    /** Carries a write out. Errors: those of {@link #index}, {@link #delete} and {@link #update}. */
    public Mono<WriteResult> write(WriteCommand command) {
        return onIndex(command, writes::write);
    }

    private Mono<WriteResult> onIndex(WriteCommand command, Function<Placed, Mono<WriteResult>> write) {
        return Mono.deferContextual(context -> {
            RequestTrace trace = trace(context);
            Optional<Index> index = catalog.forWrite(command.index(), command.requireAlias());
            if (index.isEmpty() && command.makesIndex()) {
                return makeIndex(command.index()).flatMap(made -> write.apply(writes.place(made, command, trace)));
            }
            Index found = index.orElseThrow(() -> catalog.notFound(command.index(), Lookup.SINGLE_DOCUMENT));
            return write.apply(writes.place(found, command, trace));
        });
    }

    private static RequestTrace trace(ContextView context) {
        return context.<RequestTrace>getOrEmpty(RequestTrace.class).orElse(RequestTrace.NONE);
    }

    /**
     * Carries out many writes; cold, to be subscribed to once. Writes of one document take effect in the order of the
     * items, and so do all that need neither disk nor waiting. A failed item does not hinder the others.
     *
     * <p>Asks for items as earlier ones become durable, so that no more than the configured number is under way. Emits
     * the result of each item, durable, in the order of the items. After a cancel no more items are begun.
     */
    public Flux<BulkResult> bulk(Flux<BulkItem> items) {
        return Flux.deferContextual(context ->
                        new BulkExecution(catalog, this::makeIndex, writes, bulkLimits, trace(context)).execute(items))
                .doOnNext(result -> observer.bulkItemEnded(result.status()));
    }

    /**
     * Reads a document; a missing one is a value ({@code state} not live). Errors: version conflict where the command
     * names a version, index_not_found.
     */
    public Mono<GetResult> get(GetCommand command) {
        return Mono.defer(() -> {
            long start = System.nanoTime();
            Index index = catalog.forRead(command.index());
            String routing = index.routing(command.index(), command.id(), command.routing());
            Shard shard = index.shard(command.id(), routing);
            return shard.read(command.id()).map(state -> {
                requireVersion(command, index, shard, state);
                observer.read(index.name(), state.live(), System.nanoTime() - start);
                return new GetResult(index.name(), command.id(), state);
            });
        });
    }

    private static void requireVersion(GetCommand command, Index index, Shard shard, DocumentState state) {
        if (command.version() != null && state.live()) {
            new InternalVersion(command.version()).check(state).ifPresent(conflict -> {
                throw ShardException.versionConflict(index.name(), shard.id(), command.id(), conflict);
            });
        }
    }

    /**
     * Returns the index that a write to this name goes to, made where it is missing: what a write leaves behind even
     * when its document is malformed.
     */
    public Mono<IndexMetadata> ensureIndex(String name, boolean requireAlias) {
        return onWritable(name, requireAlias, index -> Mono.just(index.metadata()));
    }

    private <T> Mono<T> onWritable(String name, boolean requireAlias, Function<Index, Mono<T>> operation) {
        return Mono.defer(() -> {
            Optional<Index> index = catalog.forWrite(name, requireAlias);
            return index.isPresent()
                    ? operation.apply(index.get())
                    : makeIndex(name).flatMap(operation);
        });
    }

    /** What a write makes where its index is missing, as settings allow and templates say; cold. */
    private Mono<Index> makeIndex(String name) {
        return Mono.defer(() -> {
            indices.clusterSettings().requireAutoCreate(name);
            return catalog.createIfMissing(
                    name, IndexTemplates.definition(indices.templates().partsOf(name)));
        });
    }

    public StoredScripts storedScripts() {
        return storedScripts;
    }

    /** Loads the script compiler ahead of the first script; cold, takes about half a second of one thread. */
    public Mono<Void> warmUp() {
        return scripts.warmUp();
    }

    public IndexAdministration indices() {
        return indices;
    }

    /** Returns what finds, counts and writes documents by query. */
    public Searches searches() {
        return searches;
    }

    /** Returns how many operations are on their way to disk. */
    public int pendingOperations() {
        return loop.pending();
    }

    /** Returns the estimated memory of resident documents, in bytes. */
    public long residentBytes() {
        return residency.residentBytes();
    }

    /** Returns how many documents are resident. */
    public long residentRegisters() {
        return residency.residentRegisters();
    }

    /** Returns whether other processes write to the store too. */
    public boolean shared() {
        return !store.exclusive();
    }

    /** Returns what changes of the store's catalog take turns by. */
    public SharedCatalog catalogChanges() {
        return changes;
    }

    /** Completes once every index, alias, script and the like that another process has changed is seen here; cold. */
    public Mono<Void> refresh() {
        return changes.refresh();
    }

    /** As {@link #refresh}, and what there is to count is counted anew; cold. */
    public Mono<Void> refreshCounts() {
        return changes.refresh().then(Mono.defer(store::refreshCounts));
    }

    /** Returns why parts of the store do not answer, by their names; empty while the store is well. */
    public Map<String, String> outages() {
        return store.outages();
    }

    /** Returns how many bytes the store takes on its medium; an estimate. */
    public long storeSizeBytes() {
        return store.sizeBytes();
    }

    /**
     * Emits the failure after which nothing is acknowledged any more, until the store is opened again; hot, on the thread
     * that finds out.
     */
    public Mono<StoreFailedException> failed() {
        return loop.failed();
    }

    /** Returns the failure after which nothing is acknowledged any more; empty while the store is well. */
    public Optional<StoreFailedException> failure() {
        return Optional.ofNullable(loop.failure());
    }

    /** Returns snapshots of this service's store, in repositories below the folders that are allowed. */
    public Snapshots snapshots(RepositoryFolders allowed, Clock clock) {
        return new Snapshots(store, indices::all, allowed, clock);
    }

    /** Commits what is under way and closes the store; cold. Operations that begin after it fail. */
    public Mono<Void> close() {
        return Mono.defer(() -> {
                    sweep.dispose();
                    searches.close();
                    return loop.close();
                })
                .then(Mono.defer(store::close))
                .publishOn(Schedulers.boundedElastic())
                .doFinally(ended -> {
                    scripts.close();
                    commitThread.dispose();
                })
                .subscribeOn(Schedulers.boundedElastic()); // letting go of threads takes locks
    }
}
