package dev.optimist.core.service;

import dev.optimist.core.document.Conflict;
import dev.optimist.core.document.Document;
import dev.optimist.core.document.DocumentState;
import dev.optimist.core.document.GetResult;
import dev.optimist.core.document.Outcome;
import dev.optimist.core.document.Source;
import dev.optimist.core.document.Tombstone;
import dev.optimist.core.document.WriteCondition;
import dev.optimist.core.document.WriteCondition.External;
import dev.optimist.core.document.WriteCondition.ExternalGte;
import dev.optimist.core.document.WriteCondition.InternalVersion;
import dev.optimist.core.document.WriteCondition.MustNotExist;
import dev.optimist.core.document.WriteResult;
import dev.optimist.core.engine.Answer;
import dev.optimist.core.engine.CommitLoop;
import dev.optimist.core.engine.Decision;
import dev.optimist.core.engine.Operation;
import dev.optimist.core.engine.Residency;
import dev.optimist.core.engine.Shard;
import dev.optimist.core.error.DocumentException;
import dev.optimist.core.error.ErrorKind;
import dev.optimist.core.error.IndexException.Lookup;
import dev.optimist.core.error.RequestException;
import dev.optimist.core.error.ShardException;
import dev.optimist.core.error.StoreFailedException;
import dev.optimist.core.index.Catalog;
import dev.optimist.core.index.CreateIndex;
import dev.optimist.core.index.Index;
import dev.optimist.core.index.IndexMetadata;
import dev.optimist.core.index.Uuids;
import dev.optimist.core.observe.EngineObserver;
import dev.optimist.core.observe.OperationKind;
import dev.optimist.core.script.Script;
import dev.optimist.core.script.Scripts;
import dev.optimist.core.store.DocumentStore;
import dev.optimist.core.update.DocumentUpdate;
import dev.optimist.core.update.ScriptUpdate;
import dev.optimist.core.update.Update;
import dev.optimist.core.update.Updates;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * The document API over a store: index, delete, update and get, each on one document, each answered from durable states
 * alone.
 *
 * <p>Every Mono is cold. A write is durable when its Mono emits; cancelling only stops the waiting. Errors that a caller
 * may see are {@link DocumentException}s.
 */
public final class DocumentService {
    private final Catalog catalog;
    private final CommitLoop loop;
    private final Residency residency;
    private final Updates updates;
    private final Scripts scripts;
    private final StoredScripts storedScripts;
    private final EngineObserver observer;
    private final Clock clock;
    private final DocumentStore store;
    private final Scheduler commitThread;
    private final Disposable tombstoneSweep;

    private DocumentService(
            Catalog catalog,
            Shard.Engine engine,
            DocumentStore store,
            Scheduler commitThread,
            StoredScripts storedScripts,
            ServiceConfiguration configuration) {
        this.catalog = catalog;
        this.loop = engine.loop();
        this.residency = engine.residency();
        this.observer = engine.observer();
        this.clock = engine.clock();
        this.updates = new Updates(observer);
        this.scripts = storedScripts.scripts();
        this.storedScripts = storedScripts;
        this.store = store;
        this.commitThread = commitThread;
        this.tombstoneSweep = sweepTombstones(configuration);
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
            Residency residency =
                    new Residency(configuration.registerMemoryBytes(), store.exclusive(), Schedulers.parallel());
            Shard.Engine engine = new Shard.Engine(loop, residency, observer, homes, clock);
            Scripts scripts = new Scripts(configuration.scripts());
            return Catalog.open(store, engine)
                    .zipWith(
                            StoredScripts.open(store, scripts),
                            (catalog, stored) ->
                                    new DocumentService(catalog, engine, store, commitThread, stored, configuration))
                    .doOnError(error -> {
                        scripts.close();
                        commitThread.dispose();
                    });
        });
    }

    private Disposable sweepTombstones(ServiceConfiguration configuration) {
        return Flux.interval(configuration.tombstoneSweepInterval())
                .onBackpressureDrop()
                .concatMap(tick -> Flux.fromIterable(catalog.indices())
                        .flatMapIterable(Index::shards)
                        .filter(shard -> shard.stored().tombstoneCount() > 0)
                        .concatMap(Shard::forgetTombstones)
                        .onErrorComplete())
                .subscribe();
    }

    /** Indexes a whole document, making its index where it is missing. Errors: version conflict, those of the index. */
    public Mono<WriteResult> index(IndexCommand command) {
        OperationKind kind = command.condition() instanceof MustNotExist ? OperationKind.CREATE : OperationKind.INDEX;
        String id = command.id() == null ? Uuids.timeBased(clock.millis()) : command.id();
        Operation operation = put(command.condition(), command.routing(), command.source());
        return onWritable(
                command.index(), command.requireAlias(), index -> write(index, kind, id, command.routing(), operation));
    }

    private static Operation put(WriteCondition condition, @Nullable String routing, Source source) {
        return current -> {
            Optional<Conflict> conflict = condition.check(current);
            return conflict.isPresent()
                    ? new Decision.Refuse(conflict.get())
                    : new Decision.Write(
                            Document.draft(condition.nextVersion(current), routing, source),
                            current.live() ? Outcome.UPDATED : Outcome.CREATED);
        };
    }

    /** Deletes a document; result NOT_FOUND where there is none, which is a write all the same. */
    public Mono<WriteResult> delete(DeleteCommand command) {
        Function<Index, Mono<WriteResult>> delete = index ->
                write(index, OperationKind.DELETE, command.id(), command.routing(), delete(command.condition()));
        if (makesIndex(command.condition())) {
            return onWritable(command.index(), /* requireAlias= */ false, delete);
        }
        return Mono.defer(() -> delete.apply(catalog.forWrite(command.index(), /* requireAlias= */ false)
                .orElseThrow(() -> catalog.notFound(command.index(), Lookup.SINGLE_DOCUMENT))));
    }

    private static boolean makesIndex(WriteCondition condition) {
        return condition instanceof External || condition instanceof ExternalGte;
    }

    private Operation delete(WriteCondition condition) {
        return current -> {
            Optional<Conflict> conflict = condition.check(current);
            return conflict.isPresent()
                    ? new Decision.Refuse(conflict.get())
                    : new Decision.Write(
                            Tombstone.draft(condition.nextVersion(current), clock.millis()),
                            current.live() ? Outcome.DELETED : Outcome.NOT_FOUND);
        };
    }

    private Mono<WriteResult> write(
            Index index, OperationKind kind, String id, @Nullable String routing, Operation operation) {
        long start = System.nanoTime();
        Shard shard = index.shard(id, routing);
        return shard.write(id, operation)
                .map(answer -> written(index, kind, id, routing, shard, answer, start))
                .doOnError(error -> failed(index, kind, error, start));
    }

    private WriteResult written(
            Index index,
            OperationKind kind,
            String id,
            @Nullable String routing,
            Shard shard,
            Answer answer,
            long start) {
        if (answer instanceof Answer.Conflicted conflicted) {
            observer.conflicted(index.name(), id, kind, conflicted.conflict().cause());
            throw ShardException.versionConflict(index.name(), shard.id(), id, conflicted.conflict());
        }
        Answer.Written written = (Answer.Written) answer;
        observer.written(index.name(), kind, written.outcome(), System.nanoTime() - start);
        return result(index, id, routing, written);
    }

    private static WriteResult result(Index index, String id, @Nullable String routing, Answer.Written written) {
        DocumentState state = written.state();
        int copies = written.outcome() == Outcome.NOOP ? 0 : index.metadata().numberOfReplicas() + 1;
        return new WriteResult(
                index.name(),
                id,
                routing,
                written.outcome(),
                state.version(),
                state.seqNo(),
                state.primaryTerm(),
                copies,
                Math.min(copies, 1),
                state);
    }

    private void failed(Index index, OperationKind kind, Throwable error, long start) {
        ErrorKind cause = error instanceof DocumentException known ? known.kind() : ErrorKind.INTERNAL;
        if (cause != ErrorKind.VERSION_CONFLICT) {
            observer.failed(index.name(), kind, cause, System.nanoTime() - start);
        }
    }

    /** Changes a part of a document. Errors: document_missing_exception, version conflict, those of the index. */
    public Mono<WriteResult> update(UpdateCommand command) {
        return onWritable(command.index(), command.requireAlias(), index -> update(index, command));
    }

    private Mono<WriteResult> update(Index index, UpdateCommand command) {
        long start = System.nanoTime();
        Shard shard = index.shard(command.id(), command.routing());
        Update update = change(command);
        return updates.update(
                        new Updates.Target(index.name(), shard, command.id()),
                        update,
                        command.condition(),
                        command.retryOnConflict())
                .map(written -> {
                    observer.written(index.name(), OperationKind.UPDATE, written.outcome(), System.nanoTime() - start);
                    return result(index, command.id(), command.routing(), written);
                })
                .doOnError(error -> failed(index, OperationKind.UPDATE, error, start));
    }

    private Update change(UpdateCommand command) {
        if (command.change() instanceof UpdateCommand.Merge merge) {
            return new DocumentUpdate(
                    command.routing(), merge.doc(), merge.upsert(), merge.docAsUpsert(), merge.detectNoop());
        }
        UpdateCommand.Run run = (UpdateCommand.Run) command.change();
        return new ScriptUpdate(
                scripts, clock, command.routing(), script(run.script()), run.upsert(), run.scriptedUpsert());
    }

    private Script script(UpdateCommand.ScriptCall call) {
        if (call instanceof UpdateCommand.ScriptCall.Inline inline) {
            return new Script(inline.lang(), inline.source(), inline.params());
        }
        String id = ((UpdateCommand.ScriptCall.Stored) call).id();
        return storedScripts
                .find(id)
                .map(stored -> new Script(stored.lang(), stored.source(), call.params()))
                .orElseThrow(() -> RequestException.illegalArgument("failed to execute script")
                        .causedBy(RequestException.of(
                                ErrorKind.RESOURCE_NOT_FOUND, "unable to find script [" + id + "] in cluster state")));
    }

    /**
     * Reads a document; a missing one is a value ({@code state} not live). Errors: version conflict where the command
     * names a version, index_not_found.
     */
    public Mono<GetResult> get(GetCommand command) {
        return Mono.defer(() -> {
            long start = System.nanoTime();
            Index index = catalog.forRead(command.index());
            Shard shard = index.shard(command.id(), command.routing());
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
                    : catalog.createIfMissing(name, CreateIndex.DEFAULT).flatMap(operation);
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
        return new IndexAdministration(catalog);
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

    /** Returns how many bytes the store takes on its medium; an estimate. */
    public long storeSizeBytes() {
        return store.sizeBytes();
    }

    /** Returns the failure after which nothing is acknowledged any more; empty while the store is well. */
    public Optional<StoreFailedException> failure() {
        return Optional.ofNullable(loop.failure());
    }

    /** Commits what is under way and closes the store; cold. Operations that begin after it fail. */
    public Mono<Void> close() {
        return Mono.defer(() -> {
                    tombstoneSweep.dispose();
                    return loop.close();
                })
                .then(Mono.defer(store::close))
                .doFinally(ended -> {
                    scripts.close();
                    commitThread.dispose();
                });
    }
}
