package dev.optimist.core.store.postgres;

import io.r2dbc.spi.Connection;
import java.util.Optional;
import reactor.core.publisher.Mono;

/**
 * Finds out whether a transaction took place whose COMMIT was never answered.
 *
 * <p>It locks the shard's row first. The lost transaction holds that lock until it has ended either way, so what is read
 * afterwards is final. One that the server has yet to begin finds that its id is taken, and fails. While the server still
 * waits for a standby the lock is not to be had, and the outcome stays unknown.
 */
final class Settlement {
    private static final String LOCK = "SELECT shard FROM optimist_shards WHERE shard = $1 FOR UPDATE";
    private static final String FIND =
            "SELECT next_seq_no FROM optimist_writers WHERE writer = $1 AND shard = $2 AND batch = $3"
                    + " AND next_seq_no >= 0";

    private static final String FENCE = "INSERT INTO optimist_writers (writer, shard, batch, at, next_seq_no)"
            + " VALUES ($1, $2, $3, now(), -1) ON CONFLICT (writer, shard)"
            + " DO UPDATE SET batch = excluded.batch, at = excluded.at, next_seq_no = excluded.next_seq_no";

    private Settlement() {}

    /**
     * Emits the shard's next seq_no as the batch has left it; empty where it was not committed; cold. Errors: where that
     * cannot be told.
     */
    static Mono<Long> find(Database database, PostgresShard shard, BatchId batch) {
        return database.transaction(connection -> Sql.rows(connection, LOCK, row -> true, shard.key())
                        .hasElements()
                        .flatMap(there -> there ? found(connection, shard, batch) : gone(connection, shard))
                        .map(Optional::of)
                        .defaultIfEmpty(Optional.empty()))
                .flatMap(Mono::justOrEmpty);
    }

    private static Mono<Long> found(Connection connection, PostgresShard shard, BatchId batch) {
        return Sql.rows(connection, FIND, row -> Sql.number(row, 0), batch.writer(), shard.key(), batch.number())
                .next()
                .switchIfEmpty(Mono.defer(() -> fenced(connection, shard, batch)));
    }

    private static Mono<Long> fenced(Connection connection, PostgresShard shard, BatchId batch) {
        return Sql.run(connection, FENCE, batch.writer(), shard.key(), batch.number())
                .then(Mono.empty());
    }

    /** The index was dropped: as committed as anything before the drop, unless the database has lost it. */
    private static Mono<Long> gone(Connection connection, PostgresShard shard) {
        return ShardRow.byKey(connection, shard.key(), shard.id()).thenReturn(shard.nextSeqNo() + 1);
    }
}
