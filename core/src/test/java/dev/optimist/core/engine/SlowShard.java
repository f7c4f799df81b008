package dev.optimist.core.engine;

import dev.optimist.core.document.Absent;
import dev.optimist.core.document.DocumentState;
import dev.optimist.core.document.ShardId;
import dev.optimist.core.store.StoreShard;
import dev.optimist.core.store.StoredDocument;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** A shard without documents whose disk answers when the test says so. */
final class SlowShard implements StoreShard {
    private final StoreShard stored;
    private final List<Sinks.One<DocumentState>> loads = new ArrayList<>();

    SlowShard(StoreShard stored) {
        this.stored = stored;
    }

    /** Answers every load. */
    void finish() {
        List.copyOf(loads).forEach(load -> load.tryEmitValue(Absent.ABSENT));
    }

    /** Fails every load. */
    void fail(Throwable cause) {
        List.copyOf(loads).forEach(load -> load.tryEmitError(cause));
    }

    @Override
    public @Nullable DocumentState peek(String id) {
        return null;
    }

    @Override
    public Mono<DocumentState> load(String id) {
        return Mono.defer(() -> {
            Sinks.One<DocumentState> load = Sinks.one();
            loads.add(load);
            return load.asMono();
        });
    }

    @Override
    public ShardId id() {
        return stored.id();
    }

    @Override
    public long primaryTerm() {
        return stored.primaryTerm();
    }

    @Override
    public Mono<Long> raiseTerm(int by) {
        return stored.raiseTerm(by);
    }

    @Override
    public long nextSeqNo() {
        return stored.nextSeqNo();
    }

    @Override
    public long documentCount() {
        return stored.documentCount();
    }

    @Override
    public long tombstoneCount() {
        return stored.tombstoneCount();
    }

    @Override
    public Flux<StoredDocument> scan(long fromSeqNo) {
        return stored.scan(fromSeqNo);
    }

    @Override
    public Flux<StoredDocument> documents() {
        return stored.documents();
    }

    @Override
    public Mono<Integer> forgetTombstones(long deletedBeforeMillis) {
        return stored.forgetTombstones(deletedBeforeMillis);
    }
}
