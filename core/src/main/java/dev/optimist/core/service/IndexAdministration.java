package dev.optimist.core.service;

import dev.optimist.core.engine.Shard;
import dev.optimist.core.error.IndexException.Lookup;
import dev.optimist.core.index.Catalog;
import dev.optimist.core.index.CreateIndex;
import dev.optimist.core.index.Index;
import dev.optimist.core.index.IndexMetadata;
import dev.optimist.core.service.IndexStatistics.ShardStatistics;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Makes, changes, deletes and finds indices. Every change is durable when its Mono ends. */
public final class IndexAdministration {
    private final Catalog catalog;

    IndexAdministration(Catalog catalog) {
        this.catalog = catalog;
    }

    /** Makes an index; cold. Errors: invalid_index_name_exception, resource_already_exists_exception. */
    public Mono<IndexMetadata> create(String name, CreateIndex definition) {
        return catalog.create(name, definition).map(Index::metadata);
    }

    /** Deletes indices one after the other; cold. Errors: index_not_found_exception. */
    public Mono<Void> delete(List<String> names) {
        return Flux.fromIterable(names).concatMap(catalog::delete).then();
    }

    /** Changes the metadata of one index; cold. The change keeps name, uuid and number of shards. */
    public Mono<IndexMetadata> update(String name, UnaryOperator<IndexMetadata> change) {
        return catalog.update(name, change).map(Index::metadata);
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
        if (expression.isEmpty() || expression.equals("_all")) {
            return resolve("*", ignoreUnavailable);
        }
        Set<String> found = new LinkedHashSet<>();
        boolean wildcardSeen = false;
        for (String part : expression.split(",", -1)) {
            if (part.startsWith("-") && wildcardSeen) {
                found.removeAll(names(matching(part.substring(1))));
            } else if (part.contains("*")) {
                wildcardSeen = true;
                found.addAll(names(matching(part)));
            } else {
                found.addAll(names(named(part, ignoreUnavailable)));
            }
        }
        return found.stream().flatMap(name -> find(name).stream()).toList();
    }

    private static List<String> names(Collection<Index> indices) {
        return indices.stream().map(Index::name).toList();
    }

    private Collection<Index> named(String name, boolean ignoreUnavailable) {
        Optional<Index> index = catalog.index(name);
        if (index.isPresent()) {
            return List.of(index.get());
        }
        List<Index> behind = catalog.aliased(name);
        if (behind.isEmpty() && !ignoreUnavailable) {
            throw catalog.notFound(name, Lookup.EXPRESSION);
        }
        return behind;
    }

    private List<Index> matching(String wildcard) {
        Pattern pattern = Pattern.compile(
                ("\\Q" + wildcard.replace("\\E", "\\E\\\\E\\Q") + "\\E").replace("*", "\\E.*\\Q"), Pattern.DOTALL);
        boolean hidden = wildcard.startsWith(".");
        return catalog.indices().stream()
                .filter(index -> hidden || !isHidden(index))
                .filter(index -> pattern.matcher(index.name()).matches()
                        || index.metadata().aliases().keySet().stream()
                                .anyMatch(alias -> pattern.matcher(alias).matches()))
                .toList();
    }

    private static boolean isHidden(Index index) {
        return "true".equals(index.metadata().settings().get("index.hidden"));
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
