package dev.optimist.core.service;

import dev.optimist.core.engine.Shard;
import dev.optimist.core.error.DocumentException;
import dev.optimist.core.error.IndexException.Lookup;
import dev.optimist.core.index.Catalog;
import dev.optimist.core.index.Index;
import dev.optimist.core.observe.RequestTrace;
import dev.optimist.core.service.DocumentWrites.Placed;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The items of one bulk request under way.
 *
 * <h2>Ordering</h2>
 *
 * Items are taken in groups: first the indices of a group are made and its documents loaded, then its items are begun
 * one after the other. An item takes effect as it begins, unless it has to wait (for a conflict to become durable, say);
 * later items on the same document then wait for it, all others go on. While one group becomes durable the next one is
 * begun.
 */
final class BulkExecution {
    private static final int GROUPS_IN_FLIGHT = 2;
    private static final int LOADS_IN_FLIGHT = 256;

    private final Catalog catalog;
    private final Function<String, Mono<Index>> makeIndex;
    private final DocumentWrites writes;
    private final DocumentTurns turns;
    private final ServiceConfiguration.Bulk limits;
    private final RequestTrace trace;

    /**
     * @param makeIndex makes the index of a name where it is missing
     */
    BulkExecution(
            Catalog catalog,
            Function<String, Mono<Index>> makeIndex,
            DocumentWrites writes,
            ServiceConfiguration.Bulk limits,
            RequestTrace trace) {
        this.trace = trace;
        this.catalog = catalog;
        this.makeIndex = makeIndex;
        this.writes = writes;
        this.turns = new DocumentTurns(writes);
        this.limits = limits;
    }

    /** An item that is ready to be begun: a write in its place, or a failure. */
    private record Step(@Nullable Placed write, @Nullable BulkResult failed) {
        static Step of(Placed write) {
            return new Step(write, null);
        }

        static Step failed(BulkItem item, DocumentException failure) {
            String id = item instanceof BulkItem.Write write ? write.command().id() : null;
            return new Step(null, new BulkResult.Failed(id, failure));
        }
    }

    /** Carries items out; cold, to be subscribed to once. Emits a result for each, in their order. */
    Flux<BulkResult> execute(Flux<BulkItem> items) {
        return items.bufferUntil(new Group(limits)::isFullWith)
                .concatMap(this::prepare, /* prefetch= */ 1)
                .flatMapSequential(this::begin, GROUPS_IN_FLIGHT, /* prefetch= */ 1)
                .flatMapIterable(results -> results, /* prefetch= */ 1);
    }

    /** Counts the items of a group as they come. */
    private static final class Group {
        private final ServiceConfiguration.Bulk limits;
        private int items;
        private long bytes;

        Group(ServiceConfiguration.Bulk limits) {
            this.limits = limits;
        }

        boolean isFullWith(BulkItem item) {
            items++;
            bytes += bytes(item);
            boolean full = items * GROUPS_IN_FLIGHT >= limits.itemsInFlightMax()
                    || bytes * GROUPS_IN_FLIGHT >= limits.bytesInFlightMax();
            if (full) {
                items = 0;
                bytes = 0;
            }
            return full;
        }

        private static long bytes(BulkItem item) {
            if (!(item instanceof BulkItem.Write write)) {
                return 0;
            }
            if (write.command() instanceof IndexCommand index) {
                return index.source().length();
            }
            return write.command() instanceof UpdateCommand update
                            && update.change() instanceof UpdateCommand.Merge merge
                    ? merge.doc().length()
                    : 0;
        }
    }

    private Mono<List<Step>> prepare(List<BulkItem> group) {
        return make(missing(group)).flatMap(failures -> {
            List<Step> steps = group.stream().map(item -> step(item, failures)).toList();
            return load(steps).thenReturn(steps);
        });
    }

    private Set<String> missing(List<BulkItem> group) {
        return group.stream().filter(this::isMissing).map(BulkItem::index).collect(Collectors.toSet());
    }

    private boolean isMissing(BulkItem item) {
        return catalog.index(item.index()).isEmpty()
                && catalog.aliased(item.index()).isEmpty()
                && !item.requireAlias()
                && item.makesIndex();
    }

    /** Makes indices; emits why it could not, for each that it could not. */
    private Mono<Map<String, DocumentException>> make(Set<String> names) {
        if (names.isEmpty()) {
            return Mono.just(Map.of());
        }
        Map<String, DocumentException> failures = new HashMap<>();
        return Flux.fromIterable(names)
                .concatMap(name -> makeIndex.apply(name).onErrorResume(DocumentException.class, failure -> {
                    failures.put(name, failure);
                    return Mono.empty();
                }))
                .then(Mono.just(failures));
    }

    private Step step(BulkItem item, Map<String, DocumentException> failures) {
        DocumentException failure = failures.get(item.index());
        if (failure != null) {
            return Step.failed(item, failure);
        }
        if (item instanceof BulkItem.Refused refused && !item.makesIndex()) {
            return Step.failed(item, refused.failure());
        }
        try {
            Index index = catalog.forWrite(item.index(), item.requireAlias())
                    .orElseThrow(() -> catalog.notFound(item.index(), Lookup.SINGLE_DOCUMENT));
            return item instanceof BulkItem.Write write
                    ? Step.of(writes.place(index, write.command(), trace))
                    : Step.failed(item, ((BulkItem.Refused) item).failure());
        } catch (DocumentException refused) {
            return Step.failed(item, refused);
        }
    }

    /** Loads what is not resident; what cannot be loaded fails when its item begins. */
    private static Mono<Void> load(List<Step> steps) {
        List<Mono<Void>> loads = new ArrayList<>();
        for (Step step : steps) {
            if (step.write != null) {
                loadAhead(step.write.shard(), step.write.id()).ifPresent(loads::add);
            }
        }
        return loads.isEmpty()
                ? Mono.empty()
                : Flux.fromIterable(loads)
                        .flatMap(Mono::onErrorComplete, LOADS_IN_FLIGHT)
                        .then();
    }

    private static Optional<Mono<Void>> loadAhead(Shard shard, String id) {
        try {
            return shard.loadAhead(id);
        } catch (DocumentException dropped) {
            return Optional.empty();
        }
    }

    private Mono<List<BulkResult>> begin(List<Step> group) {
        return Mono.create(sink -> {
            BulkGroup results = new BulkGroup(group.size(), sink);
            for (Step step : group) {
                if (step.write == null) {
                    results.add(Objects.requireNonNull(step.failed));
                } else {
                    results.await(step.write.id(), turns.take(step.write));
                }
            }
        });
    }
}
