package dev.optimist.core.store.postgres;

import io.r2dbc.spi.Connection;
import reactor.core.publisher.Mono;

/**
 * Finds out whether a transaction took place whose COMMIT was never answered.
 *
 * <p>It locks the shard's row first. The lost transaction holds that lock until it has ended either way, so what is read
 * afterwards is final. While the server still waits for a standby the lock is not to be had, and the outcome stays
 * unknown.
 */
final class Settlement {
    private static final String LOCK = "SELECT shard FROM optimist_shards WHERE shard = $1 FOR UPDATE";
    private static final String FIND = "SELECT 1 FROM optimist_writers WHERE writer = $1 AND shard = $2 AND batch = $3";

    private Settlement() {}

    /** Emits whether the batch is in the database; cold. Errors: where that cannot be told. */
    static Mono<Boolean> committed(Database database, PostgresShard shard, BatchId batch) {
        return database.transaction(connection -> Sql.rows(connection, LOCK, row -> true, shard.key())
                .hasElements()
                .flatMap(there -> there ? found(connection, shard, batch) : gone(connection, shard)));
    }

    private static Mono<Boolean> found(Connection connection, PostgresShard shard, BatchId batch) {
        return Sql.rows(connection, FIND, row -> true, batch.writer(), shard.key(), batch.number())
                .hasElements();
    }

    /** The index was dropped: as committed as anything before the drop, unless the database has lost it. */
    private static Mono<Boolean> gone(Connection connection, PostgresShard shard) {
        return ShardRow.byKey(connection, shard.key(), shard.id()).thenReturn(true);
    }
}
