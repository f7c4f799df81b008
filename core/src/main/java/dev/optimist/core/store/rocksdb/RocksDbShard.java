package dev.optimist.core.store.rocksdb;

import dev.optimist.core.document.Absent;
import dev.optimist.core.document.DocumentState;
import dev.optimist.core.document.ShardId;
import dev.optimist.core.error.StoreFailedException;
import dev.optimist.core.store.StoreShard;
import dev.optimist.core.store.StoredDocument;
import java.util.Locale;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * One shard of a {@link RocksDbStore}.
 *
 * <p><b>Concurrency.</b> The record is changed under the writer's lock, once what it says is written; anybody reads it.
 */
final class RocksDbShard implements StoreShard {
    private final ShardId id;
    private final Database database;
    private final StorageThreads threads;
    private final Tombstones tombstones;
    private final TermRaise termRaise;
    private volatile long primaryTerm;
    private volatile ShardRecord record;
    private volatile boolean dropped;

    RocksDbShard(
            ShardId id,
            long primaryTerm,
            ShardRecord record,
            Database database,
            StorageThreads threads,
            Tombstones tombstones,
            TermRaise termRaise) {
        this.id = id;
        this.primaryTerm = primaryTerm;
        this.record = record;
        this.database = database;
        this.threads = threads;
        this.tombstones = tombstones;
        this.termRaise = termRaise;
    }

    /** Durably writes a shard's record with a raised term. */
    @FunctionalInterface
    interface TermRaise {
        void write(RocksDbShard shard, int by);
    }

    ShardRecord record() {
        return record;
    }

    void publish(ShardRecord written) {
        record = written;
    }

    boolean dropped() {
        return dropped;
    }

    void drop() {
        dropped = true;
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
        return threads.call(() -> {
            termRaise.write(this, by);
            return primaryTerm();
        });
    }

    void publishRaised(ShardRecord written, long term) {
        record = written;
        primaryTerm = term;
    }

    @Override
    public long nextSeqNo() {
        return record.nextSeqNo();
    }

    @Override
    public long documentCount() {
        return record.documents();
    }

    @Override
    public long tombstoneCount() {
        return record.tombstones();
    }

    @Override
    public @Nullable DocumentState peek(String id) {
        if (dropped) {
            return Absent.ABSENT;
        }
        byte[] found = database.peek(Keys.document(record.uid(), id));
        if (found == null) {
            return null;
        }
        return found == Database.NOTHING ? Absent.ABSENT : readOrLeaveToLoad(found);
    }

    @Override
    public Mono<DocumentState> load(String id) {
        return threads.call(() -> read(id));
    }

    @Override
    public Flux<StoredDocument> scan(long fromSeqNo) {
        Flux<StoredDocument> documents = Flux.generate(
                () -> new SeqNoScan(database, record.uid(), fromSeqNo), SeqNoScan::emit, SeqNoScan::close);
        return threads.run(Flux.defer(() -> dropped ? Flux.empty() : documents));
    }

    @Override
    public Flux<StoredDocument> documents() {
        Flux<StoredDocument> documents =
                Flux.generate(() -> new DocumentScan(database, record.uid()), DocumentScan::emit, DocumentScan::close);
        return Flux.defer(() -> dropped ? Flux.empty() : documents);
    }

    @Override
    public Mono<Integer> forgetTombstones(long deletedBeforeMillis) {
        return threads.call(() -> tombstones.forget(this, deletedBeforeMillis));
    }

    private DocumentState read(String id) {
        byte[] found = database.get(Family.DOCUMENTS, Keys.document(record.uid(), id));
        return found == null || dropped ? Absent.ABSENT : named(id, () -> StateRecord.read(found));
    }

    // An event loop is no place to fail: load reads the same record again and says what is wrong with it.
    private static @Nullable DocumentState readOrLeaveToLoad(byte[] found) {
        try {
            return StateRecord.read(found);
        } catch (StoreFailedException e) {
            return null;
        }
    }

    private DocumentState named(String documentId, Supplier<DocumentState> reading) {
        try {
            return reading.get();
        } catch (StoreFailedException e) {
            String what = String.format(
                    Locale.ROOT, "document [%s] of shard [%s][%d]", documentId, id.indexUuid(), id.number());
            throw database.damaged(what, e);
        }
    }
}
