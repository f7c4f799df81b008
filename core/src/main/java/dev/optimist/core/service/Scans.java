package dev.optimist.core.service;

import dev.optimist.core.document.Document;
import dev.optimist.core.engine.Shard;
import dev.optimist.core.error.ErrorKind;
import dev.optimist.core.error.IndexException;
import dev.optimist.core.error.IndexException.Lookup;
import dev.optimist.core.error.RequestException;
import dev.optimist.core.index.Catalog;
import dev.optimist.core.index.Index;
import dev.optimist.core.index.IndexMetadata;
import dev.optimist.core.search.Candidate;
import dev.optimist.core.search.Query;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * Reads the documents of shards and finds those that match, on threads of its own.
 *
 * <p>Every document is seen in one durable state: that of the moment when the walk through its shard began, or a later one
 * where the query names ids. What was acknowledged before is seen.
 */
final class Scans implements AutoCloseable {
    private static final int READ_AHEAD = 32;

    private final Catalog catalog;
    private final SearchConfiguration limits;
    private final Scheduler threads;

    Scans(Catalog catalog, SearchConfiguration limits) {
        this.catalog = catalog;
        this.limits = limits;
        this.threads = Schedulers.newBoundedElastic(limits.threads(), limits.queuedMax(), "optimist-search");
    }

    /**
     * A shard to look into.
     *
     * @param query what its documents have to match, with the filter of the alias that led to it
     */
    record Part(Index index, Shard shard, Query query) {
        Candidate candidate(String id, Document document) {
            return new Candidate(index.name(), shard.id().number(), id, document);
        }
    }

    /** A document that matches, and where it lies. */
    record Found(Part part, Candidate candidate) {}

    /** Returns the shards that a request means, in the order of their indices' names. */
    List<Part> parts(SearchTarget target, Query query) {
        List<IndexMetadata> named = new IndexLookup(catalog).resolve(target.expression(), target.options());
        if (named.isEmpty() && !target.options().allowNoIndices()) {
            throw IndexException.notFound(target.expression(), Lookup.EXPRESSION);
        }
        List<Part> parts = new ArrayList<>();
        for (IndexMetadata metadata : named) {
            catalog.index(metadata.name()).map(Index::requireReadable).ifPresent(index -> {
                Query filtered = AliasFilters.of(target.expression(), metadata).and(query);
                shards(index, target.routing()).forEach(shard -> parts.add(new Part(index, shard, filtered)));
            });
        }
        parts.sort(Comparator.comparing((Part part) -> part.index().name())
                .thenComparing(part -> part.shard().id().number()));
        return parts;
    }

    private static List<Shard> shards(Index index, List<String> routing) {
        return routing.isEmpty()
                ? index.shards()
                : routing.stream()
                        .map(value -> index.shard(/* id= */ "", value))
                        .distinct()
                        .toList();
    }

    /** Counts the documents of the shards without reading them. */
    static long count(List<Part> parts) {
        return parts.stream()
                .mapToLong(part -> part.shard().stored().documentCount())
                .sum();
    }

    /**
     * Finds what matches, shard by shard; cold. Emits on a search thread; errors: illegal_argument_exception where there
     * is too much to read, a rejection where too many searches wait.
     */
    Flux<Found> find(List<Part> parts) {
        return Flux.defer(() -> {
                    requireReadable(parts);
                    return Flux.fromIterable(parts).concatMap(this::find, 1);
                })
                .subscribeOn(threads)
                .onErrorMap(RejectedExecutionException.class, Scans::rejected);
    }

    private Flux<Found> find(Part part) {
        Query query = part.query();
        Set<String> ids = wanted(part);
        Flux<Candidate> candidates = ids == null ? scan(part) : read(part, ids);
        return candidates.filter(query::matches).map(candidate -> new Found(part, candidate));
    }

    private static Flux<Candidate> scan(Part part) {
        return part.shard().stored().documents().map(stored -> part.candidate(stored.id(), (Document) stored.state()));
    }

    private Flux<Candidate> read(Part part, Set<String> ids) {
        return Flux.fromIterable(ids)
                .concatMap(
                        id -> part.shard()
                                .read(id)
                                .ofType(Document.class)
                                .map(document -> part.candidate(id, document)),
                        1)
                .publishOn(threads, READ_AHEAD);
    }

    /** Returns the ids to read one by one; null where the shard has to be scanned. */
    private static @Nullable Set<String> wanted(Part part) {
        return part.query()
                .ids()
                .filter(ids -> ids.size() <= part.shard().stored().documentCount())
                .orElse(null);
    }

    private void requireReadable(List<Part> parts) {
        long documents =
                count(parts.stream().filter(part -> wanted(part) == null).toList());
        if (documents > limits.documentsReadMax()) {
            throw RequestException.illegalArgument("the query would have to read [" + documents
                    + "] documents one by one, but must read at most [" + limits.documentsReadMax()
                    + "]. Name fewer indices or ids, or raise the limit by [--max-search-documents]");
        }
    }

    /** Returns the threads of searches, on which work that takes long is well. */
    Scheduler threads() {
        return threads;
    }

    private static RequestException rejected(RejectedExecutionException cause) {
        return RequestException.of(ErrorKind.REJECTED, "rejected execution of a search: too many wait already");
    }

    @Override
    public void close() {
        threads.dispose();
    }
}
