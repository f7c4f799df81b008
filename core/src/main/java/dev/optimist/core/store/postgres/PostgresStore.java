package dev.optimist.core.store.postgres;

import dev.optimist.core.document.ShardId;
import dev.optimist.core.store.CatalogEntry;
import dev.optimist.core.store.DocumentStore;
import dev.optimist.core.store.Receipt;
import dev.optimist.core.store.ShardCommit;
import dev.optimist.core.store.ShardOutcome;
import dev.optimist.core.store.StoreShard;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The shared store: one or several PostgreSQL databases, to which any number of nodes write at once.
 *
 * <p>Shard k of an index lies in the database at the index's place plus k, so that an index spreads over all of them. The
 * catalog lies in the first one.
 *
 * <p><b>Durability.</b> A write is answered after the database has answered its COMMIT, which waits for as many standbys
 * as the database is told to.
 */
public final class PostgresStore implements DocumentStore {
    /** About what a round trip and the database's fsync take, so that nobody waits for much longer than without. */
    private static final Duration BATCH_PATIENCE = Duration.ofMillis(1);

    private static final Duration REFRESH_INTERVAL = Duration.ofSeconds(5);

    private final List<Database> databases;
    private final CatalogTable catalog;
    private final ReceiptTable receipts;
    private final ShardCommits commits = new ShardCommits(UUID.randomUUID().toString());
    private final Map<ShardId, PostgresShard> shards = new ConcurrentHashMap<>();
    private final StoreStatistics statistics;
    private final Disposable refreshing;

    private PostgresStore(List<Database> databases) {
        this.databases = databases;
        this.catalog = new CatalogTable(databases.get(0));
        this.receipts = new ReceiptTable(databases);
        this.statistics = new StoreStatistics(databases, shards);
        this.refreshing = Flux.interval(REFRESH_INTERVAL)
                .onBackpressureDrop()
                .concatMap(tick -> statistics.refresh().onErrorComplete())
                .subscribe();
    }

    /**
     * Opens the store, making its tables where they are missing. Blocks, as opening a folder does: a store is opened by
     * threads that may wait (Reactor refuses it on others), and each step ends within the timeout of the configuration.
     *
     * @throws dev.optimist.core.error.DocumentException where a database does not answer, does not sync, or belongs to
     *     others
     */
    public static PostgresStore open(PostgresConfiguration configuration) {
        List<Database> databases = IntStream.range(0, configuration.urls().size())
                .mapToObj(position -> new Database(position, configuration))
                .toList();
        PostgresStore store = new PostgresStore(databases);
        try {
            store.prepare().block();
            return store;
        } catch (RuntimeException failure) {
            store.close().block();
            throw failure;
        }
    }

    /** Opens databases that are empty and fills them with what {@link #checkpoint} wrote. Blocks. */
    public static PostgresStore openCheckpoint(PostgresConfiguration configuration, Path folder) {
        PostgresStore store = open(configuration);
        try {
            Checkpoint.read(store.databases, folder)
                    .thenMany(store.catalog.read())
                    .blockLast();
            return store;
        } catch (RuntimeException failure) {
            store.close().block();
            throw failure;
        }
    }

    private Mono<Void> prepare() {
        return databases
                .get(0)
                .prepare(UUID.randomUUID().toString())
                .flatMapMany(deployment -> Flux.fromIterable(databases.subList(1, databases.size()))
                        .concatMap(database -> database.prepare(deployment)))
                .thenMany(catalog.read())
                .then(statistics.refresh());
    }

    @Override
    public boolean exclusive() {
        return false;
    }

    @Override
    public Mono<StoreShard> openShard(ShardId id) {
        Database database = database(id);
        return database.transaction(connection -> ShardRow.open(connection, id))
                .map(row -> shards.compute(id, (same, known) -> opened(id, database, row, known)));
    }

    private static PostgresShard opened(ShardId id, Database database, ShardRow row, @Nullable PostgresShard known) {
        if (known == null || known.key() != row.key()) {
            return new PostgresShard(id, database, row);
        }
        known.learn(row);
        return known;
    }

    /** Spreads the shards of each index over all databases, beginning with another one for each. */
    private Database database(ShardId id) {
        return databases.get(Math.floorMod(id.indexUuid().hashCode() + id.number(), databases.size()));
    }

    @Override
    public Mono<Void> dropIndex(String indexUuid) {
        return Flux.fromIterable(databases)
                .concatMap(database -> database.transaction(
                        connection -> ShardRow.drop(connection, indexUuid).thenReturn(true)))
                .then(Mono.fromRunnable(
                        () -> shards.keySet().removeIf(id -> id.indexUuid().equals(indexUuid))));
    }

    /** A batch waits for the slowest of its transactions, so each database has its own batches. */
    @Override
    public int lanes() {
        return databases.size();
    }

    @Override
    public Duration batchPatience() {
        return BATCH_PATIENCE;
    }

    @Override
    public Mono<List<ShardOutcome>> commit(List<ShardCommit> batch) {
        return commits.commit(batch);
    }

    @Override
    public Mono<Receipt> loadReceipt(String key) {
        return receipts.find(key);
    }

    @Override
    public Mono<Boolean> keepReceipt(Receipt receipt) {
        return receipts.keep(receipt);
    }

    @Override
    public Mono<Integer> forgetReceipts(long nowMillis) {
        return receipts.forget(nowMillis);
    }

    @Override
    public long receiptBytes() {
        return statistics.receiptBytes();
    }

    @Override
    public Mono<Long> catalogVersion() {
        return catalog.version();
    }

    @Override
    public Flux<CatalogEntry> catalog() {
        return catalog.read();
    }

    @Override
    public Mono<Void> putCatalogEntry(CatalogEntry entry) {
        return catalog.put(entry);
    }

    @Override
    public Mono<Void> deleteCatalogEntry(String key) {
        return catalog.delete(key);
    }

    @Override
    public Mono<Void> checkpoint(Path folder) {
        return Checkpoint.write(databases, folder);
    }

    @Override
    public Mono<Void> refreshCounts() {
        return statistics.refreshShards();
    }

    @Override
    public Map<String, String> outages() {
        Map<String, String> outages = new TreeMap<>();
        databases.forEach(
                database -> database.availability().outage().ifPresent(reason -> outages.put(database.name(), reason)));
        return outages;
    }

    /** Returns how often this node has waited for a database; statements that travelled together count once. */
    public long roundTrips() {
        return databases.stream().mapToLong(Database::roundTrips).sum();
    }

    /** Returns how many puts of this node another one came before. */
    public long overtaken() {
        return commits.overtaken();
    }

    /** Returns the connections of this node to its databases. */
    public ConnectionCounts connections() {
        return databases.stream().map(Database::connections).reduce(ConnectionCounts.NONE, ConnectionCounts::plus);
    }

    @Override
    public long sizeBytes() {
        return statistics.sizeBytes();
    }

    @Override
    public Mono<Void> close() {
        return Mono.defer(() -> {
            refreshing.dispose();
            return Flux.fromIterable(databases).concatMap(Database::close).then();
        });
    }
}
