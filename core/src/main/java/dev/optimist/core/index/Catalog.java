package dev.optimist.core.index;

import dev.optimist.core.document.ShardId;
import dev.optimist.core.engine.Shard;
import dev.optimist.core.error.DocumentException;
import dev.optimist.core.error.ErrorKind;
import dev.optimist.core.error.IndexException;
import dev.optimist.core.error.IndexException.Lookup;
import dev.optimist.core.error.RequestException;
import dev.optimist.core.store.CatalogEntry;
import dev.optimist.core.store.DocumentStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * All indices by name and by alias, kept in the store's catalog.
 *
 * <h2>Concurrency</h2>
 *
 * Readers see one immutable snapshot. Changes are made one after the other: first durable in the store, then visible.
 * What other processes change in a shared store is read when {@link SharedCatalog} says so.
 */
public final class Catalog {
    private record Snapshot(Map<String, Index> indices, Map<String, List<Index>> aliases) {}

    private final DocumentStore store;
    private final Shard.Engine engine;
    private final SharedCatalog changes;
    private volatile Snapshot snapshot = new Snapshot(Map.of(), Map.of());

    private Catalog(DocumentStore store, SharedCatalog changes, Shard.Engine engine) {
        this.store = store;
        this.changes = changes;
        this.engine = engine;
    }

    /** Reads the catalog and opens all shards; cold. Reads no documents. */
    public static Mono<Catalog> open(DocumentStore store, SharedCatalog changes, Shard.Engine engine) {
        Catalog catalog = new Catalog(store, changes, engine);
        return changes.keep(catalog::read).thenReturn(catalog);
    }

    /** Takes over what is stored. An index that is here already keeps its shards; one that is gone lets go of them. */
    private Mono<Void> read(List<CatalogEntry> entries) {
        return Flux.fromIterable(entries)
                .filter(MetadataCodec::isIndex)
                .map(MetadataCodec::read)
                .concatMap(metadata -> known(metadata)
                        .map(index -> Mono.just(index.with(metadata)))
                        .orElseGet(() -> openShards(metadata)))
                .collectMap(Index::name, index -> index, () -> new TreeMap<String, Index>())
                .doOnNext(this::showAll)
                .then();
    }

    private Optional<Index> known(IndexMetadata metadata) {
        return index(metadata.name()).filter(index -> index.metadata().uuid().equals(metadata.uuid()));
    }

    private Mono<Index> openShards(IndexMetadata metadata) {
        Supplier<Duration> gcDeletes = gcDeletes(metadata);
        return Flux.range(0, metadata.numberOfShards())
                .concatMap(number -> store.openShard(new ShardId(metadata.uuid(), number)))
                .map(stored -> new Shard(metadata.name(), stored, engine, gcDeletes))
                .collectList()
                .map(shards -> new Index(metadata, List.copyOf(shards)));
    }

    /** The setting of the moment: a later change of the metadata is seen. */
    private Supplier<Duration> gcDeletes(IndexMetadata metadata) {
        return () -> {
            Index now = snapshot.indices().get(metadata.name());
            return Index.gcDeletes(now == null ? metadata : now.metadata());
        };
    }

    /** Returns all indices in the order of their names. */
    public Collection<Index> indices() {
        return snapshot.indices().values();
    }

    /** Returns the index of exactly this name. */
    public Optional<Index> index(String name) {
        return Optional.ofNullable(snapshot.indices().get(name));
    }

    /** Returns the indices behind an alias, in the order of their names; empty where there is no such alias. */
    public List<Index> aliased(String alias) {
        return snapshot.aliases().getOrDefault(alias, List.of());
    }

    /** Returns all aliases in the order of their names. */
    public Collection<String> aliases() {
        return snapshot.aliases().keySet();
    }

    /** Returns the one index that an operation on one document reads from. */
    public Index forRead(String name) {
        Index index = snapshot.indices().get(name);
        return index != null ? index.requireReadable() : single(name).requireReadable();
    }

    private Index single(String alias) {
        List<Index> behind = aliased(alias);
        if (behind.isEmpty()) {
            throw IndexNames.notFound(alias, Lookup.SINGLE_DOCUMENT);
        }
        if (behind.size() > 1) {
            throw RequestException.illegalArgument("alias [" + alias + "] has more than one index associated with it "
                    + behind.stream().map(Index::name).toList() + ", can't execute a single index op");
        }
        return behind.get(0);
    }

    /** Returns the one index that a write to this name goes to; empty where there is neither index nor alias. */
    public Optional<Index> forWrite(String name, boolean requireAlias) {
        Index index = snapshot.indices().get(name);
        if (index != null && !requireAlias) {
            return Optional.of(index.requireWritable());
        }
        List<Index> behind = aliased(name);
        if (behind.isEmpty() && requireAlias) {
            throw notAnAlias(name);
        }
        return behind.isEmpty()
                ? Optional.empty()
                : Optional.of(writeIndex(name, behind).requireWritable());
    }

    private static DocumentException notAnAlias(String name) {
        return IndexException.notFound(
                name,
                "no such index [" + name + "] and [require_alias] request flag is [true] and [" + name
                        + "] is not an alias",
                Lookup.NONE);
    }

    private static Index writeIndex(String alias, List<Index> behind) {
        return behind.stream()
                .filter(index -> isWriteIndex(index, alias).orElse(behind.size() == 1))
                .findFirst()
                .orElseThrow(() -> RequestException.illegalArgument("no write index is defined for alias [" + alias
                        + "]. The write index may be explicitly disabled using is_write_index=false or the alias"
                        + " points to multiple indices without one being designated as a write index"));
    }

    private static Optional<Boolean> isWriteIndex(Index index, String alias) {
        Map<String, Object> properties = index.metadata().aliases().getOrDefault(alias, Map.of());
        return Optional.ofNullable(properties.get("is_write_index"))
                .map(Object::toString)
                .map(Boolean::parseBoolean);
    }

    /** Returns the failure of looking a name up. */
    public DocumentException notFound(String name, Lookup lookup) {
        return IndexNames.notFound(name, lookup);
    }

    /**
     * Makes an index; cold, durable when it emits. Errors: invalid_index_name_exception,
     * resource_already_exists_exception.
     */
    public Mono<Index> create(String name, CreateIndex definition) {
        return changes.change(Mono.defer(() -> {
            requireFree(name);
            return make(name, definition);
        }));
    }

    /** Returns the index of this name, made with {@code definition} where there is none; cold. */
    public Mono<Index> createIfMissing(String name, CreateIndex definition) {
        return changes.change(Mono.defer(() -> {
            Index there = snapshot.indices().get(name);
            if (there != null) {
                return Mono.just(there);
            }
            requireFree(name);
            return make(name, definition);
        }));
    }

    private void requireFree(String name) {
        IndexNames.requireCreatable(name);
        index(name).ifPresent(there -> {
            throw new IndexException(
                    ErrorKind.RESOURCE_ALREADY_EXISTS,
                    "index [" + name + "/" + there.metadata().uuid() + "] already exists",
                    name,
                    there.metadata().uuid());
        });
        if (snapshot.aliases().containsKey(name)) {
            throw IndexNames.invalid(name, "already exists as alias");
        }
    }

    private Mono<Index> make(String name, CreateIndex definition) {
        definition
                .aliases()
                .keySet()
                .forEach(alias -> AliasNames.require(
                        alias, there -> index(there).map(Index::metadata).orElse(null)));
        IndexMetadata metadata = new IndexMetadata(
                name,
                Uuids.random(),
                engine.clock().millis(),
                definition.numberOfShards(),
                definition.numberOfReplicas(),
                definition.settings(),
                definition.mappings(),
                definition.aliases(),
                /* open= */ true);
        return store.putCatalogEntry(MetadataCodec.write(metadata))
                .then(openShards(metadata))
                .doOnNext(this::show);
    }

    /**
     * Changes the metadata of an index; cold, durable when it emits.
     *
     * @param change must keep name, uuid and number of shards
     */
    public Mono<Index> update(String name, UnaryOperator<IndexMetadata> change) {
        return changes.change(Mono.defer(() -> {
            Index index = index(name).orElseThrow(() -> IndexNames.notFound(name, Lookup.EXPRESSION));
            Index changed = index.with(change.apply(index.metadata()));
            return store.putCatalogEntry(MetadataCodec.write(changed.metadata()))
                    .then(Mono.fromRunnable(() -> show(changed)))
                    .thenReturn(changed);
        }));
    }

    /**
     * Changes several indices at once; cold, durable when it completes. Readers see all changes together; a crash may
     * leave the first ones.
     *
     * @param plan makes of all indices by name those that change; it may throw what refuses the change
     */
    public Mono<Void> updateAll(Function<Map<String, IndexMetadata>, Collection<IndexMetadata>> plan) {
        return changes.change(Mono.defer(() -> {
            Map<String, IndexMetadata> now = new TreeMap<>();
            indices().forEach(index -> now.put(index.name(), index.metadata()));
            List<Index> changed = plan.apply(now).stream().map(this::changed).toList();
            return Flux.fromIterable(changed)
                    .concatMap(index -> store.putCatalogEntry(MetadataCodec.write(index.metadata())))
                    .then(Mono.fromRunnable(() -> show(changed)));
        }));
    }

    private Index changed(IndexMetadata metadata) {
        return index(metadata.name())
                .map(index -> index.with(metadata))
                .orElseThrow(() -> IndexNames.notFound(metadata.name(), Lookup.EXPRESSION));
    }

    /** Deletes an index with its documents; cold, durable when it completes. Operations under way fail as not found. */
    public Mono<Void> delete(String name) {
        return changes.change(Mono.defer(() -> {
            Index index = index(name).orElseThrow(() -> IndexNames.notFound(name, Lookup.EXPRESSION));
            return store.deleteCatalogEntry(MetadataCodec.key(name))
                    .then(Mono.fromRunnable(() -> hide(index)))
                    .then(engine.loop()
                            .betweenBatches(store.dropIndex(index.metadata().uuid())))
                    .then(Mono.fromRunnable(() -> engine.observer().indexDeleted(name)));
        }));
    }

    private void showAll(Map<String, Index> indices) {
        Collection<Index> before = indices();
        snapshot = snapshotOf(indices);
        before.stream()
                .filter(index -> known(index.metadata()).isEmpty())
                .flatMap(index -> index.shards().stream())
                .forEach(Shard::drop);
    }

    private void show(Index index) {
        show(List.of(index));
    }

    private void show(List<Index> changed) {
        Map<String, Index> indices = new TreeMap<>(snapshot.indices());
        changed.forEach(index -> indices.put(index.name(), index));
        snapshot = snapshotOf(indices);
    }

    private void hide(Index index) {
        Map<String, Index> indices = new TreeMap<>(snapshot.indices());
        indices.remove(index.name());
        snapshot = snapshotOf(indices);
        index.shards().forEach(Shard::drop);
    }

    private static Snapshot snapshotOf(Map<String, Index> indices) {
        Map<String, List<Index>> aliases = new TreeMap<>();
        for (Index index : indices.values()) {
            for (String alias : index.metadata().aliases().keySet()) {
                aliases.computeIfAbsent(alias, unused -> new ArrayList<>()).add(index);
            }
        }
        return new Snapshot(indices, aliases);
    }
}
