package dev.optimist.core.store.rocksdb;

import dev.optimist.core.document.ShardId;
import dev.optimist.core.error.StoreFailedException;
import dev.optimist.core.store.CatalogEntry;
import dev.optimist.core.store.rocksdb.CheckReport.CheckedShard;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.rocksdb.LiveFileMetaData;
import org.rocksdb.Options;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.SstFileReader;

/**
 * Reads all of a store that nobody has open, against its checksums and its own rules, and changes nothing but RocksDB's
 * diary.
 */
final class StoreCheck {
    private static final int REPORTED_EVERY = 50_000;

    private final StoreFolder folder;
    private final Progress progress;
    private final CheckFindings findings = new CheckFindings();
    private final Map<Integer, ShardTally> tallies = new HashMap<>();

    private StoreCheck(StoreFolder folder, Progress progress) {
        this.folder = folder;
        this.progress = progress;
    }

    static CheckReport run(Path path, Progress progress) {
        StoreFolder folder = new StoreFolder(path.toAbsolutePath().normalize());
        if (!Files.isDirectory(folder.database())) {
            throw new StoreFailedException("[" + folder.path() + "] holds no store", null);
        }
        try (FolderLock held = FolderLock.takeToRead(folder)) {
            loadLibrary(folder);
            return new StoreCheck(folder, progress).check();
        }
    }

    /** Unpacks the library elsewhere where the store has none, for a checkpoint is not to be written to. */
    private static void loadLibrary(StoreFolder folder) {
        if (Files.isDirectory(folder.nativeLibrary())) {
            NativeLibrary.load(folder);
            return;
        }
        try {
            StoreFolder temporary = new StoreFolder(Files.createTempDirectory("optimist-check"));
            NativeLibrary.load(temporary);
            try (Stream<Path> files = Files.walk(temporary.path())) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        } catch (IOException e) {
            throw new StoreFailedException("cannot unpack RocksDB's native library: " + e, e);
        }
    }

    private CheckReport check() {
        boolean checkpoint = Files.exists(folder.copyStamp());
        try {
            CopyStamp.requireWhole(folder);
            Mark mark = mark();
            if (mark.sequence() > 0) {
                Manifest.requireAsLongAs(folder.database(), mark);
            }
            try (Database database = Database.openReadOnly(folder.database(), RocksDbConfiguration.of(folder.path()))) {
                requireReached(database.latestSequence(), mark);
                return read(database, checkpoint);
            }
        } catch (StoreFailedException e) {
            findings.problem(e.reason());
            return new CheckReport(findings.problems(), findings.notes(), 0, checkpoint, 0, 0, List.of(), List.of());
        }
    }

    private Mark mark() {
        Path path = folder.highWaterMark();
        return MarkFile.read(path)
                .orElseThrow(() -> new StoreFailedException(
                        "[" + path + "] is missing or damaged: neither of its slots can be read", null));
    }

    private void requireReached(long sequence, Mark mark) {
        if (sequence < mark.sequence()) {
            findings.problem(String.format(
                    Locale.ROOT,
                    "the database [%s] has lost acknowledged writes: it ends at sequence number [%d], [%d] was durable",
                    folder.database(),
                    sequence,
                    mark.sequence()));
        }
    }

    private CheckReport read(Database database, boolean checkpoint) {
        List<LiveFileMetaData> tables = database.use("a list of the tables", RocksDB::getLiveFilesMetaData);
        long tableBytes = verifyTables(tables);
        StoreHeader header = header(database);
        readShards(database, header);
        readReceipts(database);
        walk(database, Family.DOCUMENTS, "reading documents", this::document);
        walk(database, Family.TOMBSTONES, "reading tombstones", (key, value) -> tombstone(key));
        List<CheckedShard> shards = tallies.values().stream()
                .map(ShardTally::end)
                .sorted(CheckFindings.BY_UID)
                .toList();
        return new CheckReport(
                findings.problems(),
                findings.notes(),
                header.opening(),
                checkpoint,
                tables.size(),
                tableBytes,
                shards,
                catalog(database));
    }

    private long verifyTables(List<LiveFileMetaData> tables) {
        long total = tables.stream().mapToLong(LiveFileMetaData::size).sum();
        long done = 0;
        for (LiveFileMetaData table : tables) {
            progress.at("verifying checksums", done, total);
            verify(folder.database().resolve(table.fileName().replaceFirst("^/", "")));
            done += table.size();
        }
        progress.at("verifying checksums", done, total);
        return done;
    }

    private void verify(Path table) {
        try (Options options = new Options();
                SstFileReader reader = new SstFileReader(options)) {
            reader.open(table.toString());
            reader.verifyChecksum();
        } catch (RocksDBException e) {
            findings.problem("the table [" + table + "] is damaged: " + e.getMessage());
        }
    }

    private StoreHeader header(Database database) {
        byte[] kept = database.get(Family.HEADER, StoreHeader.KEY);
        if (kept == null) {
            throw new StoreFailedException("the header of [" + folder.database() + "] is missing", null);
        }
        return StoreHeader.read(kept, folder);
    }

    private void readShards(Database database, StoreHeader header) {
        walk(database, Family.SHARDS, "reading shards", (key, value) -> {
            ShardId id = Keys.shardOf(key);
            ShardRecord record = ShardRecord.read(value);
            ShardTally other = tallies.put(record.uid(), new ShardTally(id, record, header, findings));
            if (other != null || record.uid() >= header.nextShardUid()) {
                findings.problem(String.format(
                        Locale.ROOT, "shard %s has the number [%d], which is another's or nobody's", id, record.uid()));
            }
        });
    }

    private void readReceipts(Database database) {
        LongAdder kept = new LongAdder();
        LongAdder listed = new LongAdder();
        walk(database, Family.HEADER, "reading receipts", (key, value) -> {
            if (Keys.isReceipt(key)) {
                ReceiptRecord.read(Keys.text(key).substring(1), value);
                kept.increment();
            } else if (Keys.startsWith(Keys.RECEIPT_EXPIRIES, key)) {
                listed.increment();
            }
        });
        if (kept.sum() != listed.sum()) {
            findings.problem(String.format(
                    Locale.ROOT,
                    "there are [%d] receipts of requests, and [%d] listed by time",
                    kept.sum(),
                    listed.sum()));
        }
    }

    private void document(byte[] key, byte[] value) {
        ShardTally shard = tallies.get(Keys.uidOf(key));
        if (shard == null) {
            findings.problem("document [" + Keys.idOfDocument(key) + "] belongs to no shard");
        } else {
            shard.found(Keys.idOfDocument(key), StateRecord.read(value));
        }
    }

    private void tombstone(byte[] key) {
        ShardTally shard = tallies.get(Keys.uidOf(key));
        if (shard == null) {
            findings.problem("an entry of a tombstone belongs to no shard");
        } else {
            shard.foundEntry(key);
        }
    }

    private List<CatalogEntry> catalog(Database database) {
        List<CatalogEntry> entries = new ArrayList<>();
        walk(
                database,
                Family.CATALOG,
                "reading the catalog",
                (key, value) -> entries.add(new CatalogEntry(Keys.text(key), value)));
        return List.copyOf(entries);
    }

    /** Reads a whole family; a record that cannot be read is a problem, and the rest is read all the same. */
    private void walk(Database database, Family family, String stage, BiConsumer<byte[], byte[]> each) {
        try {
            database.use(stage, open -> {
                long total = open.getLongProperty(database.handle(family), "rocksdb.estimate-num-keys");
                try (ReadOptions reads = new ReadOptions().setFillCache(false);
                        RocksIterator entries = open.newIterator(database.handle(family), reads)) {
                    walk(entries, stage, total, each);
                }
                return family;
            });
        } catch (StoreFailedException e) {
            findings.problem(stage + " ended early: " + e.reason());
        }
    }

    private void walk(RocksIterator entries, String stage, long total, BiConsumer<byte[], byte[]> each)
            throws RocksDBException {
        long done = 0;
        for (entries.seekToFirst(); entries.isValid(); entries.next()) {
            if (done++ % REPORTED_EVERY == 0) {
                progress.at(stage, done - 1, Math.max(total, done));
            }
            try {
                each.accept(entries.key(), entries.value());
            } catch (StoreFailedException e) {
                findings.problem(stage + ": " + e.reason());
            }
        }
        entries.status();
        progress.at(stage, done, done);
    }
}
