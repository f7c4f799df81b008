package dev.optimist.core.service;

import dev.optimist.core.engine.Shard;
import dev.optimist.core.error.IndexException.Lookup;
import dev.optimist.core.index.Catalog;
import dev.optimist.core.index.CreateIndex;
import dev.optimist.core.index.Index;
import dev.optimist.core.index.IndexMetadata;
import dev.optimist.core.index.MappingDiscovery;
import dev.optimist.core.index.SharedCatalog;
import dev.optimist.core.service.IndexStatistics.ShardStatistics;
import dev.optimist.core.store.DocumentStore;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Makes, changes, deletes and finds indices. Every change is durable when its Mono ends. */
public final class IndexAdministration {
    /** So many documents of a shard are read at most before a mapping is shown. */
    private static final long MAPPED_AT_ONCE_MAX = 200_000;

    private static final int TERMS_OF_CLOSE_AND_OPEN = 2;

    private final Catalog catalog;
    private final IndexLookup lookup;
    private final MappingDiscovery mappings;

    private final ClusterSettings clusterSettings;
    private final IndexTemplates templates;

    private IndexAdministration(Catalog catalog, ClusterSettings clusterSettings, IndexTemplates templates) {
        this.catalog = catalog;
        this.lookup = new IndexLookup(catalog);
        this.clusterSettings = clusterSettings;
        this.templates = templates;
        this.mappings = new MappingDiscovery(catalog, MAPPED_AT_ONCE_MAX);
    }

    /** Reads settings and templates; cold. */
    static Mono<IndexAdministration> open(DocumentStore store, SharedCatalog changes, Catalog catalog) {
        return ClusterSettings.open(store, changes)
                .zipWith(
                        IndexTemplates.open(store, changes),
                        (settings, templates) -> new IndexAdministration(catalog, settings, templates));
    }

    public ClusterSettings clusterSettings() {
        return clusterSettings;
    }

    public IndexTemplates templates() {
        return templates;
    }

    /** Makes an index; cold. Errors: invalid_index_name_exception, resource_already_exists_exception. */
    public Mono<IndexMetadata> create(String name, CreateIndex definition) {
        return catalog.create(name, definition).map(Index::metadata);
    }

    /** Deletes indices one after the other; cold. Errors: index_not_found_exception. */
    public Mono<Void> delete(List<String> names) {
        return Flux.fromIterable(names)
                .concatMap(name ->
                        catalog.delete(name).doOnSubscribe(begun -> find(name).ifPresent(mappings::forget)))
                .then();
    }

    /** Changes the metadata of one index; cold. The change keeps name, uuid and number of shards. */
    public Mono<IndexMetadata> update(String name, UnaryOperator<IndexMetadata> change) {
        return catalog.update(name, change).map(Index::metadata);
    }

    /**
     * Changes the metadata of several indices at once; cold. Readers see all changes together; a crash may leave the
     * first ones.
     *
     * @param plan makes of all indices by name those that change; it may throw what refuses the change
     */
    public Mono<Void> updateAll(Function<Map<String, IndexMetadata>, Collection<IndexMetadata>> plan) {
        return catalog.updateAll(plan);
    }

    /** Takes an index out of use: its documents are neither read nor written until it is opened; cold. */
    public Mono<IndexMetadata> close(String name) {
        return update(name, index -> index.withOpen(false));
    }

    /** Takes an index into use again; cold. Closing and opening raise the primary term by one each. */
    public Mono<IndexMetadata> open(String name) {
        return Flux.defer(() -> Flux.fromStream(catalog.index(name).stream()))
                .concatMapIterable(Index::shards)
                .concatMap(shard -> shard.raiseTerm(TERMS_OF_CLOSE_AND_OPEN))
                .then(update(name, index -> index.withOpen(true)));
    }

    /** Returns an index whose mapping has the fields of its documents; cold. Reads what was written since the last time. */
    public Mono<IndexMetadata> withMapping(IndexMetadata index) {
        return mappings.discover(index.name());
    }

    /** Returns the index of exactly this name. */
    public Optional<IndexMetadata> find(String name) {
        return catalog.index(name).map(Index::metadata);
    }

    /** Returns the indices behind an alias; empty where there is no such alias. */
    public List<IndexMetadata> aliased(String alias) {
        return catalog.aliased(alias).stream().map(Index::metadata).toList();
    }

    /** Returns all indices in the order of their names. */
    public List<IndexMetadata> all() {
        return catalog.indices().stream().map(Index::metadata).toList();
    }

    /**
     * Resolves an index expression: names, aliases, lists, wildcards, exclusions after a wildcard ({@code -name}),
     * {@code _all}, or nothing for all.
     *
     * @param ignoreUnavailable whether a name that is not there is passed over instead of an error
     * @return the indices, each once, in the order of their names within each part
     */
    public List<IndexMetadata> resolve(String expression, boolean ignoreUnavailable) {
        return resolve(expression, IndexOptions.ALL.ignoringUnavailable(ignoreUnavailable));
    }

    /** Resolves an index expression as the options say. Errors: index_not_found_exception, index_closed_exception. */
    public List<IndexMetadata> resolve(String expression, IndexOptions options) {
        return lookup.resolve(expression, options);
    }

    /** Counts what an index holds now. */
    public IndexStatistics statistics(String name) {
        Index index = catalog.index(name).orElseThrow(() -> catalog.notFound(name, Lookup.EXPRESSION));
        return new IndexStatistics(
                index.metadata(),
                index.shards().stream().map(IndexAdministration::count).toList());
    }

    private static ShardStatistics count(Shard shard) {
        return new ShardStatistics(
                shard.id().number(),
                shard.stored().documentCount(),
                shard.stored().tombstoneCount(),
                shard.stored().nextSeqNo() - 1,
                shard.primaryTerm());
    }
}
