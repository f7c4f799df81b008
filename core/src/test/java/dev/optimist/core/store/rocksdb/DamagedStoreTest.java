package dev.optimist.core.store.rocksdb;

import static dev.optimist.core.document.Absent.ABSENT;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.optimist.core.document.Document;
import dev.optimist.core.document.ShardId;
import dev.optimist.core.document.Source;
import dev.optimist.core.error.StoreFailedException;
import dev.optimist.core.store.CatalogEntry;
import dev.optimist.core.store.Commits;
import dev.optimist.core.store.ShardCommit.Put;
import dev.optimist.core.store.StoreShard;
import dev.optimist.core.store.StoredDocument;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Damages each kind of file of a store and opens it: it must refuse, or fail at the read, or hold everything.
 *
 * <p>The damaged store is one that was killed, with two logs, and one that was closed, without any.
 */
class DamagedStoreTest {
    private static final ShardId SHARD = new ShardId("AAAAAAAAAAAAAAAAAAAAAA", 0);
    private static final int BATCHES = 30;
    private static final int PUTS = 10;
    private static final Random RANDOM = new Random(11);

    @TempDir
    static Path temporary;

    private static List<StoredDocument> documents = List.of();

    @BeforeAll
    static void makeStores() throws IOException {
        Path living = temporary.resolve("living");
        RocksDbStore store = RocksDbStore.open(configuration(living));
        StoreShard shard = requireNonNull(store.openShard(SHARD).block());
        store.putCatalogEntry(new CatalogEntry("first", new byte[100])).block();
        for (int batch = 0; batch < BATCHES; batch++) {
            Commits.write(store, shard, puts(batch));
        }
        documents = requireNonNull(shard.scan(0).collectList().block());
        awaitMark(store, living);
        copyLiving(living, temporary.resolve("killed"));
        store.close().block();
        copy(living, temporary.resolve("closed"));
    }

    @TestFactory
    Stream<DynamicTest> store_withDamagedFile_refusesOrFailsOrHoldsEverything() {
        return Stream.of("killed", "closed")
                .flatMap(image -> files(temporary.resolve(image)).stream()
                        .flatMap(file -> damages().stream().map(damage -> test(image, file, damage))));
    }

    @Test
    void damagedLog_refused_isNamed() throws IOException {
        Path folder = copyOf("killed");
        Path log = logs(folder).get(0);
        Files.write(log, flip(Files.readAllBytes(log), 100_000));

        assertThatThrownBy(() -> RocksDbStore.open(configuration(folder)))
                .isInstanceOf(StoreFailedException.class)
                .hasMessageContaining(log.toString());
    }

    @Test
    void manifestRecordOfARecycledLog_refused_isNamedAndNotReadForEver() throws IOException {
        Path folder = copyOf("killed");
        Path manifest = Manifest.path(
                folder.resolve("db"), Manifest.number(List.of(Files.readString(folder.resolve("db/CURRENT")))));
        byte[] bytes = Files.readAllBytes(manifest);
        bytes[6] = 5;
        Files.write(manifest, bytes);

        assertThatThrownBy(() -> RocksDbStore.open(configuration(folder).acceptingDataLoss()))
                .isInstanceOf(StoreFailedException.class)
                .hasMessageContaining("[" + manifest + "] is damaged");
    }

    @Test
    void lostTail_accepted_opensWithWhatIsLeft() throws IOException {
        Path folder = copyOf("killed");
        Path log = logs(folder).get(1);
        Files.write(log, Arrays.copyOf(Files.readAllBytes(log), 200_000));
        assertThatThrownBy(() -> RocksDbStore.open(configuration(folder)))
                .isInstanceOf(StoreFailedException.class)
                .hasMessageContaining("has lost acknowledged writes");

        assertThat(documentsIn(RocksDbStore.open(configuration(folder).acceptingDataLoss())))
                .isBetween(1L, BATCHES * PUTS - 1L);
        assertThat(documentsIn(RocksDbStore.open(configuration(folder))))
                .as("accepted once, the rest is the whole")
                .isBetween(1L, BATCHES * PUTS - 1L);
    }

    @Test
    void missingCurrent_accepted_isStillRefusedSinceTablesWouldBeDeleted() throws IOException {
        Path folder = copyOf("closed");
        Files.delete(folder.resolve("db/CURRENT"));
        Files.delete(folder.resolve("high-water-mark"));

        assertThatThrownBy(() -> RocksDbStore.open(configuration(folder).acceptingDataLoss()))
                .isInstanceOf(StoreFailedException.class);
        assertThat(new StoreFolder(folder).hasTables()).isTrue();
    }

    @Test
    void killedStore_reopened_hasWrittenWhatItRecoveredToTables() throws IOException {
        Path folder = copyOf("killed");
        RocksDbStore store = RocksDbStore.open(configuration(folder));

        assertThat(logs(folder).stream().mapToLong(log -> log.toFile().length()).sum())
                .as("bytes of log: the count of the opening alone")
                .isLessThan(1_000);
        store.close().block();
    }

    private static long documentsIn(RocksDbStore store) {
        long count = requireNonNull(store.openShard(SHARD).block()).documentCount();
        store.close().block();
        return count;
    }

    private static Path copyOf(String image) throws IOException {
        Path folder = Files.createTempDirectory(temporary, "copy").resolve("store");
        copy(temporary.resolve(image), folder);
        return folder;
    }

    private static List<Path> logs(Path folder) {
        return files(folder).stream()
                .filter(file -> file.toString().endsWith(".log"))
                .map(folder::resolve)
                .toList();
    }

    private static DynamicTest test(String image, Path file, Damage damage) {
        String name = image + " store, " + file + " " + damage.name();
        return DynamicTest.dynamicTest(name, () -> {
            Path folder = temporary.resolve("damaged");
            copy(temporary.resolve(image), folder);
            damage.apply(folder.resolve(file));
            String outcome = outcome(folder);
            delete(folder);
            assertThat(outcome).as(name).isNotEqualTo("SILENT LOSS");
        });
    }

    private static String outcome(Path folder) {
        RocksDbStore store;
        try {
            store = RocksDbStore.open(configuration(folder));
        } catch (StoreFailedException e) {
            assertThat(e.reason()).as("names the folder").contains(folder.toString());
            return "refused: " + e.reason();
        }
        try {
            return holdsEverything(store) ? "harmless" : "SILENT LOSS";
        } catch (StoreFailedException e) {
            return "failed: " + e.reason();
        } finally {
            closeWhatever(store);
        }
    }

    private static boolean holdsEverything(RocksDbStore store) {
        StoreShard shard = requireNonNull(store.openShard(SHARD).block());
        boolean loads =
                documents.stream().allMatch(document -> document.state().equals(Commits.load(shard, document.id())));
        return loads
                && shard.nextSeqNo() == BATCHES * PUTS
                && documents.equals(shard.scan(0).collectList().block())
                && requireNonNull(store.catalog().collectList().block()).size() == 1;
    }

    private static void closeWhatever(RocksDbStore store) {
        try {
            store.close().block();
        } catch (StoreFailedException e) {
            assertThat(e.reason()).as("a failing close names what").isNotEmpty();
        }
    }

    private static List<Damage> damages() {
        List<Damage> damages = new ArrayList<>();
        damages.add(new Damage("deleted", bytes -> null));
        for (double at : new double[] {0, 0.5}) {
            damages.add(new Damage("cut to " + at, bytes -> Arrays.copyOf(bytes, (int) (at * bytes.length))));
        }
        for (double at : new double[] {0.01, 0.5, 0.99}) {
            damages.add(new Damage("flipped at " + at, bytes -> flip(bytes, (int) (at * bytes.length))));
        }
        damages.add(new Damage("without its last byte", bytes -> Arrays.copyOf(bytes, bytes.length - 1)));
        return damages;
    }

    private static byte[] flip(byte[] bytes, int at) {
        bytes[at] ^= (byte) (1 << RANDOM.nextInt(8));
        return bytes;
    }

    /** One way of damaging the bytes of a file; null deletes it. */
    private record Damage(String name, UnaryOperator<byte[]> change) {
        void apply(Path file) throws IOException {
            byte[] bytes = Files.readAllBytes(file);
            byte[] changed = bytes.length == 0 ? bytes : change.apply(bytes);
            if (changed == null) {
                Files.delete(file);
            } else {
                Files.write(file, changed);
            }
        }
    }

    private static RocksDbConfiguration configuration(Path folder) {
        return RocksDbConfiguration.of(folder).withCacheBytes(8 << 20);
    }

    private static Put[] puts(int batch) {
        return IntStream.range(0, PUTS).mapToObj(n -> put(batch * PUTS + n)).toArray(Put[]::new);
    }

    private static Put put(int n) {
        byte[] source = new byte[12_000];
        RANDOM.nextBytes(source);
        return new Put("id" + n, ABSENT, Document.draft(1, null, new Source(source)));
    }

    private static void awaitMark(RocksDbStore store, Path folder) {
        long durable = store.database().latestSequence();
        while (MarkFile.open(new StoreFolder(folder).highWaterMark())
                .map(DamagedStoreTest::sequenceOf)
                .filter(sequence -> sequence == durable)
                .isEmpty()) {
            Thread.onSpinWait();
        }
    }

    private static long sequenceOf(MarkFile file) {
        try (file) {
            return file.mark().sequence();
        }
    }

    private static List<Path> files(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .filter(DamagedStoreTest::matters)
                    .map(folder::relativize)
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean matters(Path file) {
        String name = file.getFileName().toString();
        return file.toFile().length() > 0 && !name.startsWith("LOG") && !name.endsWith(".lock");
    }

    /** Copies what a kill would leave: one moment of the folder, in which no compaction came or went. */
    private static void copyLiving(Path from, Path to) throws IOException {
        for (boolean oneMoment = false; !oneMoment; ) {
            List<Path> before = names(from);
            try {
                copy(from, to);
                oneMoment = names(from).equals(before);
            } catch (NoSuchFileException compacted) {
                oneMoment = false;
            }
            if (!oneMoment) {
                delete(to);
            }
        }
    }

    private static List<Path> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.sorted().toList();
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
                Files.delete(file);
            }
        }
    }
}
