package dev.optimist.core.store.rocksdb;

import static dev.optimist.core.store.Commits.creation;
import static dev.optimist.core.store.Commits.tombstone;
import static dev.optimist.core.store.Commits.write;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.optimist.core.document.ShardId;
import dev.optimist.core.error.StoreFailedException;
import dev.optimist.core.store.CatalogEntry;
import dev.optimist.core.store.Commits;
import dev.optimist.core.store.ShardCommit.Put;
import dev.optimist.core.store.StoreShard;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreCheckTest {
    private static final ShardId SHARD = new ShardId("AAAAAAAAAAAAAAAAAAAAAA", 0);
    private static final int DOCUMENTS = 500;

    @TempDir
    Path temporary;

    private Path data;

    @BeforeEach
    void fill() {
        data = temporary.resolve("data");
        RocksDbStore store = RocksDbStore.open(RocksDbConfiguration.of(data));
        StoreShard shard = requireNonNull(store.openShard(SHARD).block());
        write(
                store,
                shard,
                IntStream.range(0, DOCUMENTS)
                        .mapToObj(number -> creation("d" + number))
                        .toArray(Put[]::new));
        write(store, shard, new Put("d0", Commits.load(shard, "d0"), tombstone(2, 1_000)));
        store.putCatalogEntry(new CatalogEntry("index/a", new byte[] {'{', '}'}))
                .block();
        store.close().block();
    }

    @Test
    void check_ofSoundStore_countsWhatThereIs() {
        CheckReport report = RocksDbStore.check(data, Progress.NONE);

        assertThat(report.problems()).isEmpty();
        assertThat(report.documents()).isEqualTo(DOCUMENTS - 1);
        assertThat(report.tombstones()).isEqualTo(1);
        assertThat(report.opening()).isEqualTo(1);
        assertThat(report.tables()).isPositive();
        assertThat(report.catalog()).extracting(CatalogEntry::key).containsExactly("index/a");
        assertThat(report.shards()).singleElement().satisfies(shard -> {
            assertThat(shard.id()).isEqualTo(SHARD);
            assertThat(shard.nextSeqNo()).isEqualTo(DOCUMENTS + 1);
        });
        assertThat(RocksDbStore.check(data, Progress.NONE))
                .as("a check changes nothing")
                .usingRecursiveComparison()
                .isEqualTo(report);
    }

    @Test
    void check_ofFlippedBitInATable_namesTheTable() throws IOException {
        Path table = table();
        byte[] bytes = Files.readAllBytes(table);
        bytes[bytes.length / 3] ^= 4;
        Files.write(table, bytes);

        assertThat(RocksDbStore.check(data, Progress.NONE).problems())
                .isNotEmpty()
                .anySatisfy(problem ->
                        assertThat(problem).contains(table.getFileName().toString()));
    }

    @Test
    void check_ofStateWithSeqNoOfAnother_isFound() {
        change(Family.DOCUMENTS, Keys.document(1, "d7"), state(3, 1, 1));

        assertThat(problems()).anySatisfy(problem -> assertThat(problem).contains("seq_no [3] is another's too"));
    }

    @Test
    void check_ofStateOfTheFuture_isFound() {
        change(Family.DOCUMENTS, Keys.document(1, "d7"), state(9_999, 77, 1));

        assertThat(problems())
                .anySatisfy(
                        problem -> assertThat(problem).contains("document [d7]").contains("[9999]"))
                .anySatisfy(problem -> assertThat(problem).contains("primary term [77]"));
    }

    @Test
    void check_ofCountThatIsWrong_isFound() {
        change(Family.SHARDS, Keys.shard(SHARD), new ShardRecord(1, 1, DOCUMENTS + 1, 3, 1).write());

        assertThat(problems())
                .singleElement()
                .asString()
                .contains("counts [3] documents, there are [" + (DOCUMENTS - 1) + "]");
    }

    @Test
    void check_ofTombstoneThatIsNotListed_isFound() {
        change(Family.TOMBSTONES, Keys.tombstone(1, 1_001, "d0"), Database.NOTHING);

        assertThat(problems()).anySatisfy(problem -> assertThat(problem).contains("tombstones"));
    }

    @Test
    void check_ofDocumentOfNoShard_isFound() {
        change(Family.DOCUMENTS, Keys.document(9, "x"), state(1, 1, 1));

        assertThat(problems()).containsExactly("document [x] belongs to no shard");
    }

    @Test
    void check_ofRecordThatCannotBeRead_isFound() {
        change(Family.DOCUMENTS, Keys.document(1, "d7"), new byte[] {1, 99});

        assertThat(problems()).anySatisfy(problem -> assertThat(problem).contains("is damaged"));
    }

    @Test
    void check_ofLostTail_isFound() throws IOException {
        try (MarkFile mark =
                MarkFile.open(new StoreFolder(data).highWaterMark()).orElseThrow()) {
            mark.write(new Mark(
                    mark.mark().sequence() + 5,
                    mark.mark().manifest(),
                    mark.mark().manifestBytes()));
        }

        assertThat(problems()).anySatisfy(problem -> assertThat(problem).contains("lost acknowledged writes"));
    }

    @Test
    void check_ofFolderInUse_isRefused() {
        RocksDbStore store = RocksDbStore.open(RocksDbConfiguration.of(data));

        assertThatThrownBy(() -> RocksDbStore.check(data, Progress.NONE))
                .isInstanceOf(StoreFailedException.class)
                .hasMessageContaining("in use");
        store.close().block();
    }

    @Test
    void check_ofFolderWithoutStore_isRefused() {
        assertThatThrownBy(() -> RocksDbStore.check(temporary, Progress.NONE))
                .isInstanceOf(StoreFailedException.class)
                .hasMessageContaining("holds no store");
    }

    private List<String> problems() {
        return RocksDbStore.check(data, Progress.NONE).problems();
    }

    private static byte[] state(long seqNo, long primaryTerm, long version) {
        return StateRecord.write(Commits.document(version, "{}"), seqNo, primaryTerm);
    }

    private Path table() throws IOException {
        try (Stream<Path> files = Files.list(new StoreFolder(data).database())) {
            return files.filter(file -> file.toString().endsWith(".sst"))
                    .max(java.util.Comparator.comparingLong(
                            file -> file.toFile().length()))
                    .orElseThrow();
        }
    }

    private void change(Family family, byte[] key, byte[] value) {
        Path database = new StoreFolder(data).database();
        RocksDbConfiguration configuration = RocksDbConfiguration.of(data);
        try (Database opened = Database.open(database, configuration, /* createsIfMissing= */ false)) {
            opened.use("a test", raw -> {
                raw.put(opened.handle(family), key, value);
                return raw;
            });
        }
    }
}
