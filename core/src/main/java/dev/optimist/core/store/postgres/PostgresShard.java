package dev.optimist.core.store.postgres;

import dev.optimist.core.document.DocumentState;
import dev.optimist.core.document.ShardId;
import dev.optimist.core.store.StoreShard;
import dev.optimist.core.store.StoredDocument;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * One opening of a shard: where it lies, and its row as this node saw it last.
 *
 * <p><b>Concurrency.</b> {@code row} is replaced as a whole; another node may have changed the database's since.
 */
final class PostgresShard implements StoreShard {
    private final ShardId id;
    private final Database database;
    private final PointReads reads;
    private final Calm calm = new Calm();
    private final AtomicLong batches = new AtomicLong();
    private volatile ShardRow row;

    PostgresShard(ShardId id, Database database, ShardRow row) {
        this.id = id;
        this.database = database;
        this.row = row;
        this.reads = new PointReads(database, row.key());
    }

    Database database() {
        return database;
    }

    long key() {
        return row.key();
    }

    ShardRow row() {
        return row;
    }

    /** Takes over what the database was seen to hold. */
    void learn(ShardRow seen) {
        row = seen;
    }

    /** Returns whether other nodes leave alone what this one writes; see {@link Calm}. */
    boolean calm() {
        return calm.lasts();
    }

    /** Takes note of whether some of a batch was overtaken: then what others write makes guesses bad ones. */
    void written(boolean overtaken) {
        calm.written(overtaken);
        if (overtaken) {
            database.lastSeen().clear();
        }
    }

    /** Takes note of what a batch has written; {@code states} bear their revisions. */
    void remember(String id, DocumentState written) {
        database.lastSeen().put(key(), id, written);
    }

    @Override
    public @Nullable DocumentState guess(String documentId) {
        return calm() ? database.lastSeen().find(key(), documentId) : null;
    }

    /** Returns the number of this node's next batch of the shard. */
    long nextBatch() {
        return batches.incrementAndGet();
    }

    @Override
    public ShardId id() {
        return id;
    }

    @Override
    public int lane() {
        return database.position();
    }

    @Override
    public long primaryTerm() {
        return row.primaryTerm();
    }

    @Override
    public Mono<Long> raiseTerm(int by) {
        return database.transaction(connection -> Sql.rows(
                                connection,
                                "UPDATE optimist_shards SET primary_term = primary_term + $1 WHERE shard = $2 RETURNING "
                                        + ShardRow.COLUMNS,
                                ShardRow::read,
                                (long) by,
                                key())
                        .single())
                .doOnNext(this::learn)
                .map(ShardRow::primaryTerm);
    }

    @Override
    public int replicas() {
        return database.replicas();
    }

    @Override
    public long nextSeqNo() {
        return row.nextSeqNo();
    }

    @Override
    public long documentCount() {
        return row.documents();
    }

    @Override
    public long tombstoneCount() {
        return row.tombstones();
    }

    @Override
    public @Nullable DocumentState peek(String documentId) {
        return null; // others write too: only the database can tell
    }

    @Override
    public Mono<DocumentState> load(String documentId) {
        return reads.load(documentId).doOnNext(read -> database.lastSeen().correct(key(), documentId, read));
    }

    @Override
    public Flux<StoredDocument> scan(long fromSeqNo) {
        return CursorScan.of(database, select("AND d.seq_no >= " + fromSeqNo + " ORDER BY d.seq_no"));
    }

    @Override
    public Flux<StoredDocument> documents() {
        return CursorScan.of(database, select("AND d.deleted_at IS NULL"));
    }

    private String select(String condition) {
        return "SELECT " + DocumentRow.COLUMNS + " FROM optimist_documents d WHERE d.shard = " + key() + " "
                + condition;
    }

    @Override
    public Mono<Integer> forgetTombstones(long deletedBeforeMillis) {
        return database.transaction(connection -> Sql.run(
                                connection, "SELECT shard FROM optimist_shards WHERE shard = $1 FOR UPDATE", key())
                        .then(Sql.count(
                                connection,
                                "DELETE FROM optimist_documents WHERE shard = $1 AND deleted_at < $2",
                                key(),
                                deletedBeforeMillis))
                        .flatMap(forgotten -> Sql.rows(
                                        connection,
                                        "UPDATE optimist_shards SET tombstones = tombstones - $1 WHERE shard = $2"
                                                + " RETURNING " + ShardRow.COLUMNS,
                                        ShardRow::read,
                                        forgotten,
                                        key())
                                .next()
                                .doOnNext(this::learn)
                                .thenReturn(forgotten.intValue())))
                .map(Integer::valueOf);
    }
}
