package dev.optimist.core.store;

import dev.optimist.core.document.Document;
import dev.optimist.core.document.DocumentState;
import dev.optimist.core.document.ShardId;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * What outlives one opening of an {@link InMemoryStore}.
 *
 * <p><b>Concurrency.</b> Whoever changes it holds its monitor; readers need none.
 */
final class InMemoryData {
    private final Map<ShardId, InMemoryShardData> shards = new ConcurrentHashMap<>();
    private final Map<String, CatalogEntry> catalog = new ConcurrentSkipListMap<>();
    private final InMemoryReceipts receipts = new InMemoryReceipts();
    private long openings;

    InMemoryData() {
        this(0);
    }

    InMemoryData(long openings) {
        this.openings = openings;
    }

    synchronized long open() {
        return ++openings;
    }

    synchronized long openings() {
        return openings;
    }

    Map<ShardId, InMemoryShardData> shards() {
        return shards;
    }

    InMemoryShardData shard(ShardId id) {
        return shards.computeIfAbsent(id, made -> new InMemoryShardData(openings(), /* nextSeqNo= */ 0));
    }

    long term(ShardId id) {
        return 1 + openings() - shard(id).firstOpening();
    }

    void drop(String indexUuid) {
        shards.entrySet().removeIf(entry -> {
            boolean drops = entry.getKey().indexUuid().equals(indexUuid);
            if (drops) {
                entry.getValue().drop();
            }
            return drops;
        });
    }

    InMemoryReceipts receipts() {
        return receipts;
    }

    List<CatalogEntry> catalog() {
        return List.copyOf(catalog.values());
    }

    void putCatalogEntry(CatalogEntry entry) {
        catalog.put(entry.key(), entry);
    }

    void deleteCatalogEntry(String key) {
        catalog.remove(key);
    }

    long sizeBytes() {
        return shards.values().stream()
                .flatMap(shard -> shard.from(0).stream())
                .mapToLong(document -> document.id().length() + sourceBytes(document.state()))
                .sum();
    }

    private static long sourceBytes(DocumentState state) {
        return state instanceof Document document ? document.source().length() : 0;
    }
}
