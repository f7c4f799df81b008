package dev.optimist.core.index;

import dev.optimist.core.document.Document;
import dev.optimist.core.engine.Shard;
import dev.optimist.core.error.IndexException.Lookup;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Finds the fields of documents when somebody asks for a mapping: it reads what has been written since it was asked
 * last, and keeps what it found with the index. Writes know nothing of it.
 *
 * <h2>Durability</h2>
 *
 * How far each shard was read is kept with the fields that were found; what is lost of it in a crash is read again.
 */
public final class MappingDiscovery {
    /** Where an index keeps the first sequence number of each shard that was not read yet; never shown. */
    private static final String SETTING = "index.private.mapped_seq_nos";

    /** A reading that took longer than this is not repeated before {@link #PAUSE_FACTOR} times as long has passed. */
    private static final long LONG_NANOS = 200_000_000;

    private static final int PAUSE_FACTOR = 10;

    /** So far may the reading be ahead of what is kept of it. */
    private static final long UNKEPT_MAX = 10_000;

    private final Catalog catalog;
    private final long documentsMax;
    private final Map<String, long[]> readUpTo = new ConcurrentHashMap<>();
    private final Map<String, Long> pausedUntilNanos = new ConcurrentHashMap<>();

    /**
     * Makes a discovery that has read nothing.
     *
     * @param documentsMax so many documents of a shard are read at most before the answer; the next asking goes on
     */
    public MappingDiscovery(Catalog catalog, long documentsMax) {
        this.catalog = catalog;
        this.documentsMax = documentsMax;
    }

    /** Brings the mapping of an index up to date with its documents; cold, durable when it emits. */
    public Mono<IndexMetadata> discover(String name) {
        return Mono.defer(() -> {
            Index index = catalog.index(name).orElseThrow(() -> IndexNames.notFound(name, Lookup.EXPRESSION));
            long[] from = readUpTo(index.metadata());
            boolean known = isCurrent(index, from)
                    || !DynamicMapping.grows(index.metadata().mappings())
                    || isPaused(index.metadata());
            return known ? Mono.just(index.metadata()) : timed(index, read(index, from));
        });
    }

    private boolean isPaused(IndexMetadata index) {
        Long until = pausedUntilNanos.get(index.uuid());
        return until != null && System.nanoTime() - until < 0;
    }

    private Mono<IndexMetadata> timed(Index index, Mono<IndexMetadata> reading) {
        long start = System.nanoTime();
        return reading.doOnSuccess(read -> {
            long took = System.nanoTime() - start;
            if (took > LONG_NANOS) {
                pausedUntilNanos.put(index.metadata().uuid(), System.nanoTime() + PAUSE_FACTOR * took);
            }
        });
    }

    /** Forgets how far a deleted index was read. */
    public void forget(IndexMetadata index) {
        readUpTo.remove(index.uuid());
        pausedUntilNanos.remove(index.uuid());
    }

    private long[] readUpTo(IndexMetadata index) {
        long[] known = readUpTo.get(index.uuid());
        return known != null ? known : kept(index);
    }

    private static long[] kept(IndexMetadata index) {
        String kept = index.settings().get(SETTING);
        return kept == null
                ? new long[index.numberOfShards()]
                : Arrays.stream(kept.split(",")).mapToLong(Long::parseLong).toArray();
    }

    private static boolean isCurrent(Index index, long[] from) {
        for (int number = 0; number < from.length; number++) {
            if (index.shards().get(number).stored().nextSeqNo() > from[number]) {
                return false;
            }
        }
        return true;
    }

    private Mono<IndexMetadata> read(Index index, long[] from) {
        DynamicMapping mapping = new DynamicMapping(index.metadata().mappings());
        long[] to = from.clone();
        return Flux.range(0, from.length)
                .concatMap(number -> read(index.shards().get(number), number, to, mapping))
                .then(Mono.defer(() -> keep(index, mapping, to)));
    }

    private Mono<Void> read(Shard shard, int number, long[] to, DynamicMapping mapping) {
        return shard.stored()
                .scan(to[number])
                .take(documentsMax)
                .doOnNext(stored -> {
                    if (stored.state() instanceof Document document) {
                        mapping.learn(document.source());
                    }
                    to[number] = stored.state().seqNo() + 1;
                })
                .then();
    }

    private Mono<IndexMetadata> keep(Index index, DynamicMapping mapping, long[] to) {
        readUpTo.put(index.metadata().uuid(), to);
        boolean farAhead =
                Arrays.stream(to).sum() - Arrays.stream(kept(index.metadata())).sum() > UNKEPT_MAX;
        return mapping.changed() || farAhead
                ? catalog.update(index.name(), current -> grown(current, mapping, to))
                        .map(Index::metadata)
                : Mono.just(index.metadata());
    }

    /** A field that was mapped by a request meanwhile stays as the request has it. */
    private static IndexMetadata grown(IndexMetadata current, DynamicMapping found, long[] to) {
        Map<String, String> settings = new HashMap<>(current.settings());
        settings.put(SETTING, Arrays.stream(to).mapToObj(Long::toString).collect(Collectors.joining(",")));
        return current.withMappings(MappingMerge.complete(current.mappings(), found.mapping()))
                .withSettings(Map.copyOf(settings));
    }
}
