package dev.optimist.core.store;

import dev.optimist.core.document.DocumentState;
import dev.optimist.core.document.ShardId;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** One opening of a shard that an {@link InMemoryStore} keeps. */
final class InMemoryShard implements StoreShard {
    private final InMemoryStore store;
    private final ShardId id;
    private volatile long primaryTerm;
    private final InMemoryShardData data;
    private final Set<String> cold = ConcurrentHashMap.newKeySet();

    InMemoryShard(InMemoryStore store, ShardId id, long primaryTerm, InMemoryShardData data) {
        this.store = store;
        this.id = id;
        this.primaryTerm = primaryTerm;
        this.data = data;
    }

    InMemoryShardData data() {
        return data;
    }

    void coolDown() {
        cold.addAll(data.ids());
    }

    @Override
    public ShardId id() {
        return id;
    }

    @Override
    public long primaryTerm() {
        return primaryTerm;
    }

    @Override
    public Mono<Long> raiseTerm(int by) {
        return store.write(() -> {
            data.raiseTerm(by);
            long raised = primaryTerm + by;
            primaryTerm = raised;
            return raised;
        });
    }

    @Override
    public long nextSeqNo() {
        return data.nextSeqNo();
    }

    @Override
    public long documentCount() {
        return data.documentCount();
    }

    @Override
    public long tombstoneCount() {
        return data.tombstoneCount();
    }

    @Override
    public @Nullable DocumentState peek(String id) {
        return cold.contains(id) ? null : data.get(id);
    }

    @Override
    public Mono<DocumentState> load(String id) {
        return Mono.fromSupplier(() -> {
            store.requireOpen();
            cold.remove(id);
            return data.get(id);
        });
    }

    @Override
    public Flux<StoredDocument> scan(long fromSeqNo) {
        return Flux.defer(() -> {
            store.requireOpen();
            return Flux.fromIterable(data.from(fromSeqNo));
        });
    }

    @Override
    public Flux<StoredDocument> documents() {
        return Flux.defer(() -> {
            store.requireOpen();
            return Flux.fromIterable(data.documents());
        });
    }

    @Override
    public Mono<Integer> forgetTombstones(long deletedBeforeMillis) {
        return store.write(() -> data.forgetTombstones(deletedBeforeMillis));
    }
}
