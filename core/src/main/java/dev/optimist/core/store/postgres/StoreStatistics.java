package dev.optimist.core.store.postgres;

import dev.optimist.core.document.ShardId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What the store knows of its databases without being asked to wait: read now and then. */
final class StoreStatistics {
    private static final String SIZE =
            "SELECT (pg_total_relation_size('optimist_documents') + pg_total_relation_size('optimist_catalog'))::bigint,"
                    + " current_setting('synchronous_standby_names')";

    private static final String RECEIPTS =
            "SELECT coalesce(sum(n_live_tup), 0)::bigint FROM pg_stat_user_tables WHERE relname = 'optimist_receipts'";

    private static final int RECEIPT_BYTES = 300;

    private final List<Database> databases;
    private final Map<ShardId, PostgresShard> shards;
    private volatile long sizeBytes;
    private volatile long receiptBytes;

    StoreStatistics(List<Database> databases, Map<ShardId, PostgresShard> shards) {
        this.databases = databases;
        this.shards = shards;
    }

    long sizeBytes() {
        return sizeBytes;
    }

    /** Returns about how many bytes receipts take: as many as the database counts, of the usual size. */
    long receiptBytes() {
        return receiptBytes;
    }

    /** Reads sizes and the rows of all shards; cold. */
    Mono<Void> refresh() {
        return Flux.fromIterable(databases)
                .concatMap(StoreStatistics::size)
                .reduce(0L, Long::sum)
                .doOnNext(sum -> sizeBytes = sum)
                .thenMany(Flux.fromIterable(databases))
                .concatMap(StoreStatistics::receipts)
                .reduce(0L, Long::sum)
                .doOnNext(sum -> receiptBytes = sum * RECEIPT_BYTES)
                .then(refreshShards());
    }

    private static Mono<Long> size(Database database) {
        return database.read(connection -> Sql.rows(connection, SIZE, row -> {
                    database.replicas(StandbyNames.count(Sql.text(row, 1)));
                    return Sql.number(row, 0);
                })
                .single());
    }

    /** Reads the rows of all shards; cold. Those of databases that answer are read also where another does not. */
    Mono<Void> refreshShards() {
        return Flux.fromIterable(databases)
                .flatMapDelayError(this::refreshShards, Integer.MAX_VALUE, 1)
                .then();
    }

    private static Mono<Long> receipts(Database database) {
        return database.read(connection ->
                Sql.rows(connection, RECEIPTS, row -> Sql.number(row, 0)).single());
    }

    private Mono<Void> refreshShards(Database database) {
        return database.read(connection -> Sql.rows(
                                connection, "SELECT " + ShardRow.COLUMNS + " FROM optimist_shards", ShardRow::read)
                        .collectMap(ShardRow::key, row -> row, HashMap::new))
                .doOnNext(rows -> shards.values().stream()
                        .filter(shard -> shard.database() == database && rows.containsKey(shard.key()))
                        .forEach(shard -> shard.learn(Objects.requireNonNull(rows.get(shard.key())))))
                .then();
    }
}
