package dev.optimist.core.store.postgres;

import dev.optimist.core.document.ShardId;
import dev.optimist.core.error.StoreFailedException;
import io.r2dbc.spi.Connection;
import io.r2dbc.spi.Row;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * What a shard's row holds. Every transaction that changes documents of the shard changes this row first, and by that
 * they take turns.
 *
 * @param key names the shard within its database, never for a second time
 */
record ShardRow(long key, long primaryTerm, long nextSeqNo, long documents, long tombstones) {
    static final String COLUMNS = "shard, primary_term, next_seq_no, documents, tombstones";

    private static final String FIND =
            "SELECT " + COLUMNS + " FROM optimist_shards WHERE index_uuid = $1 AND number = $2";

    static ShardRow read(Row row) {
        return new ShardRow(
                Sql.number(row, 0), Sql.number(row, 1), Sql.number(row, 2), Sql.number(row, 3), Sql.number(row, 4));
    }

    /** Returns the row as some batch has left it, whose counts nobody has seen. */
    ShardRow at(long laterSeqNo) {
        return new ShardRow(key, primaryTerm, laterSeqNo, documents, tombstones);
    }

    /** Returns the row of a shard, made where there is none; cold. */
    static Mono<ShardRow> open(Connection connection, ShardId shard) {
        return find(connection, shard).switchIfEmpty(Mono.defer(() -> make(connection, shard)));
    }

    private static Mono<ShardRow> find(Connection connection, ShardId shard) {
        return Sql.rows(connection, FIND, ShardRow::read, shard.indexUuid(), (long) shard.number())
                .next();
    }

    private static Mono<ShardRow> make(Connection connection, ShardId shard) {
        return Sql.run(
                        connection,
                        "INSERT INTO optimist_shards (index_uuid, number, primary_term, next_seq_no, documents, tombstones)"
                                + " VALUES ($1, $2, 1, 0, 0, 0) ON CONFLICT (index_uuid, number) DO NOTHING",
                        shard.indexUuid(),
                        (long) shard.number())
                .then(find(connection, shard));
    }

    /** Reads the row by its key; cold, empty where the index was dropped. Errors: where the database has lost it. */
    static Mono<ShardRow> byKey(Connection connection, long key, ShardId shard) {
        return Sql.rows(
                        connection,
                        "SELECT " + COLUMNS + " FROM optimist_shards WHERE shard = $1 AND index_uuid = $2",
                        ShardRow::read,
                        key,
                        shard.indexUuid())
                .next()
                .switchIfEmpty(Mono.defer(() ->
                        dropped(connection, key).flatMap(dropped -> dropped ? Mono.empty() : Mono.error(lost(shard)))));
    }

    private static Mono<Boolean> dropped(Connection connection, long key) {
        return Sql.rows(connection, "SELECT 1 FROM optimist_dropped WHERE shard = $1", row -> true, key)
                .hasElements();
    }

    private static StoreFailedException lost(ShardId shard) {
        return StoreFailedException.unavailable(
                "shard [" + shard.indexUuid() + "][" + shard.number()
                        + "] is not in the database that it was opened in: the database has lost commits",
                null);
    }

    /** Drops the shards of an index with everything in them; cold, within a transaction. */
    static Mono<Void> drop(Connection connection, String indexUuid) {
        return Sql.rows(
                        connection,
                        "DELETE FROM optimist_shards WHERE index_uuid = $1 RETURNING shard",
                        row -> Sql.number(row, 0),
                        indexUuid)
                .collectList()
                .flatMapMany(Flux::fromIterable)
                .concatMap(
                        key -> Sql.run(connection, "INSERT INTO optimist_dropped (shard, at) VALUES ($1, now())", key)
                                .then(Sql.run(connection, "DELETE FROM optimist_documents WHERE shard = $1", key))
                                .then(Sql.run(connection, "DELETE FROM optimist_writers WHERE shard = $1", key)))
                .then();
    }
}
