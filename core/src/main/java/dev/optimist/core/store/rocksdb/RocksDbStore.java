package dev.optimist.core.store.rocksdb;

import dev.optimist.core.document.ShardId;
import dev.optimist.core.error.StoreFailedException;
import dev.optimist.core.store.CatalogEntry;
import dev.optimist.core.store.DocumentStore;
import dev.optimist.core.store.Receipt;
import dev.optimist.core.store.ShardCommit;
import dev.optimist.core.store.ShardOutcome;
import dev.optimist.core.store.StoreShard;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.rocksdb.RocksDB;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * The embedded store: a RocksDB database in one folder, of which one process is the only owner.
 *
 * <p><b>Durability.</b> A write is answered after its log is synced, and only then readable. Opening recovers, writes
 * what it recovered to tables, compares the outcome with the high-water mark and durably counts itself, in this order,
 * before anything is served.
 */
public final class RocksDbStore implements DocumentStore {
    private final Database database;
    private final StorageThreads threads;
    private final Shards shards;
    private final Receipts receipts;
    private final Commit commit;
    private final Catalog catalog;
    private final Mono<Void> closing;
    private final Mono<StoreFailedException> failed;

    RocksDbStore(Database database, Writer writer, StorageThreads threads, StoreHeader header, Resources resources) {
        this.database = database;
        this.threads = threads;
        Tombstones tombstones = new Tombstones(database, writer);
        this.shards = new Shards(database, writer, threads, tombstones, header);
        this.receipts = new Receipts(database, writer);
        this.commit = new Commit(writer, tombstones, receipts);
        this.catalog = new Catalog(database, writer);
        this.failed = writer.whenFailed();
        this.closing = Mono.<Void>fromRunnable(resources::close)
                .subscribeOn(Schedulers.boundedElastic())
                .cache();
    }

    /** Does what an opening needs whatever its folder is, so that it can be done before the folder is known; blocks. */
    public static void warmUp() {
        NativeLibrary.find();
    }

    /**
     * Opens the store of a folder, making it where there is none. Blocks.
     *
     * @throws StoreFailedException where the folder is in use, damaged or of another format
     */
    public static RocksDbStore open(RocksDbConfiguration configuration) {
        return open(configuration, RocksDB::write);
    }

    /** Returns whether the folder takes what an opening writes: tried by writing as much. Blocks. */
    public static boolean hasRoom(RocksDbConfiguration configuration) {
        return new RoomProbe(new StoreFolder(configuration.folder())).succeeds();
    }

    /**
     * Copies a checkpoint into a folder that is empty or not there, to be opened as a store of its own. Blocks.
     *
     * @throws StoreFailedException where the one is no checkpoint, or the other is not empty
     */
    public static void restore(Path checkpoint, Path folder, Progress progress) {
        Restoration.run(checkpoint, folder, progress);
    }

    /**
     * Verifies the store of a folder that nobody has open, without changing it. Blocks.
     *
     * @throws StoreFailedException where there is no store, or it is in use
     */
    public static CheckReport check(Path folder, Progress progress) {
        return StoreCheck.run(folder, progress);
    }

    static RocksDbStore open(RocksDbConfiguration configuration, Writer.Medium medium) {
        return Opening.open(configuration, medium);
    }

    @Override
    public boolean exclusive() {
        return true;
    }

    @Override
    public Mono<StoreShard> openShard(ShardId shard) {
        return threads.call(() -> shards.open(shard));
    }

    @Override
    public Mono<Void> dropIndex(String indexUuid) {
        return threads.call(() -> shards.drop(indexUuid)).then();
    }

    @Override
    public Mono<List<ShardOutcome>> commit(List<ShardCommit> commits) {
        return Mono.fromCallable(() -> commit.write(commits));
    }

    @Override
    public Mono<Receipt> loadReceipt(String key) {
        return threads.call(() -> Optional.ofNullable(receipts.load(key))).flatMap(Mono::justOrEmpty);
    }

    @Override
    public Mono<Boolean> keepReceipt(Receipt receipt) {
        return threads.call(() -> receipts.keep(receipt));
    }

    @Override
    public Mono<Integer> forgetReceipts(long nowMillis) {
        return threads.call(() -> receipts.forget(nowMillis));
    }

    @Override
    public long receiptBytes() {
        return receipts.sizeBytes();
    }

    @Override
    public Flux<CatalogEntry> catalog() {
        return threads.call(catalog::read).flatMapIterable(entries -> entries);
    }

    @Override
    public Mono<Void> putCatalogEntry(CatalogEntry entry) {
        return threads.call(() -> catalog.put(entry)).then();
    }

    @Override
    public Mono<Void> deleteCatalogEntry(String key) {
        return threads.call(() -> catalog.delete(key)).then();
    }

    @Override
    public Mono<Void> checkpoint(Path folder) {
        return threads.call(() -> CheckpointFolder.write(database, folder)).then();
    }

    @Override
    public long sizeBytes() {
        return database.sizeBytes();
    }

    @Override
    public Mono<StoreFailedException> failed() {
        return failed;
    }

    @Override
    public Mono<Void> close() {
        return closing;
    }

    Database database() {
        return database;
    }
}
