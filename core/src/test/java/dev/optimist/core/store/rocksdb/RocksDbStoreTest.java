package dev.optimist.core.store.rocksdb;

import static dev.optimist.core.document.Absent.ABSENT;
import static dev.optimist.core.store.Commits.creation;
import static dev.optimist.core.store.Commits.write;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.optimist.core.error.StoreFailedException;
import dev.optimist.core.error.WriteOutcome;
import dev.optimist.core.store.CatalogEntry;
import dev.optimist.core.store.DocumentStore;
import dev.optimist.core.store.DocumentStoreContract;
import dev.optimist.core.store.StoreShard;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.RocksDBException;
import reactor.test.StepVerifier;

class RocksDbStoreTest implements DocumentStoreContract {
    @TempDir
    Path temporary;

    private final List<DocumentStore> copies = new ArrayList<>();
    private @Nullable RocksDbStore store;
    private volatile boolean failsNextWrite;

    @AfterEach
    void close() {
        copies.forEach(copy -> copy.close().block());
        closeStore();
    }

    @Override
    public DocumentStore open() {
        closeStore();
        RocksDbStore opened = open(temporary.resolve("data"));
        store = opened;
        return opened;
    }

    @Override
    public DocumentStore openCheckpoint(Path folder) {
        RocksDbStore copy = open(folder);
        copies.add(copy);
        return copy;
    }

    @Override
    public Path newFolder() {
        return temporary.resolve("checkpoint");
    }

    @Override
    public void failNextWrite(DocumentStore failing) {
        failsNextWrite = true;
    }

    @Test
    void failed_oncePutOfTheCatalogFails_emitsForWhoeverAsksLater() {
        DocumentStore opened = open();
        failNextWrite(opened);
        assertThatThrownBy(() -> opened.putCatalogEntry(new CatalogEntry("a", new byte[0]))
                        .block())
                .asInstanceOf(type(StoreFailedException.class))
                .extracting(StoreFailedException::outcome)
                .isEqualTo(Optional.of(WriteOutcome.UNKNOWN));

        opened.failed()
                .as(StepVerifier::create)
                .expectNextMatches(failure -> failure.reason().contains("No space left on device"))
                .verifyComplete();
    }

    @Test
    void hasRoom_afterFailureAndWithFolder_isTrueAndLeavesNothing() throws IOException {
        Path folder = temporary.resolve("data");
        RocksDbConfiguration configuration = RocksDbConfiguration.of(folder);

        assertThat(RocksDbStore.hasRoom(configuration)).as("no folder").isFalse();
        open();
        assertThat(RocksDbStore.hasRoom(configuration)).isTrue();
        assertThat(folder).as("nothing is left").isDirectoryNotContaining("glob:**room-probe*");
    }

    @Test
    void folder_ofNewStore_isForItsOwnerAlone() throws IOException {
        open();

        Path folder = temporary.resolve("data");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)))
                .isEqualTo("rwx------");
    }

    @Test
    void open_ofFolderInUse_isRefusedByName() {
        open();

        assertThatThrownBy(() -> open(temporary.resolve("data")))
                .isInstanceOf(StoreFailedException.class)
                .hasMessageContaining(temporary.resolve("data").toString())
                .hasMessageContaining("in use");
    }

    @Test
    void open_ofFolderInUseByAnotherProcess_isRefusedByName() throws IOException {
        Path folder = temporary.resolve("data");
        open();

        assertThat(StoreProcess.run(folder)).contains("the data folder [" + folder + "] is in use");
    }

    @Test
    void open_ofStoreOfNewerOrOlderFormat_isRefusedByName() {
        for (byte format : new byte[] {2, 0}) {
            open();
            closeStore();
            writeHeader(new byte[] {format, 1, 1});

            assertThatThrownBy(this::open)
                    .isInstanceOf(StoreFailedException.class)
                    .hasMessageContaining("has format [" + format + "]; this version of Optimist reads format [1]");
            writeHeader(new byte[] {1, 1, 1});
        }
    }

    @Test
    void record_thatCannotBeRead_failsItsLoadByNameAndIsLeftToItByPeek() {
        StoreShard shard = requireNonNull(open().openShard(SHARD).block());
        writeRaw(Family.DOCUMENTS, Keys.document(1, "a"), new byte[] {1, 77});

        assertThat(shard.peek("a")).isNull();
        assertThatThrownBy(() -> shard.load("a").block())
                .isInstanceOf(StoreFailedException.class)
                .hasMessageContaining("document [a] of shard [" + SHARD.indexUuid() + "][0]")
                .hasMessageContaining("is damaged");
    }

    @Test
    void open_afterRefusedSecondOpening_stillServes() {
        DocumentStore first = open();
        assertThatThrownBy(() -> open(temporary.resolve("data"))).isInstanceOf(StoreFailedException.class);

        StoreShard shard = requireNonNull(first.openShard(SHARD).block());

        assertThat(write(first, shard, creation("a")).firstSeqNo()).isZero();
    }

    @Test
    void peek_ofWhatWasJustWritten_needsNoMedium() {
        DocumentStore opened = open();
        StoreShard shard = requireNonNull(opened.openShard(SHARD).block());
        write(opened, shard, creation("a"));

        assertThat(shard.peek("a")).isNotNull().isNotEqualTo(ABSENT);
        assertThat(shard.peek("b")).isEqualTo(ABSENT);
    }

    @Test
    void peek_afterReopening_isNullUntilLoaded() {
        DocumentStore first = open();
        write(first, requireNonNull(first.openShard(SHARD).block()), creation("a"));
        StoreShard shard = requireNonNull(open().openShard(SHARD).block());

        assertThat(shard.peek("a")).as("on the medium, not in the cache").isNull();
        assertThat(shard.load("a").block()).isNotEqualTo(ABSENT);
        assertThat(shard.peek("a")).as("in the cache by now").isNotNull().isNotEqualTo(ABSENT);
    }

    private void writeHeader(byte[] header) {
        Path database = new StoreFolder(temporary.resolve("data")).database();
        RocksDbConfiguration configuration = RocksDbConfiguration.of(temporary.resolve("data"));
        try (Database opened = Database.open(database, configuration, /* createsIfMissing= */ false)) {
            opened.use("a test", raw -> {
                raw.put(opened.handle(Family.HEADER), StoreHeader.KEY, header);
                return raw;
            });
        }
    }

    private void writeRaw(Family family, byte[] key, byte[] value) {
        Database opened = requireNonNull(store).database();
        opened.use("a test", raw -> {
            raw.put(opened.handle(family), key, value);
            return raw;
        });
    }

    private RocksDbStore open(Path folder) {
        return RocksDbStore.open(RocksDbConfiguration.of(folder), (database, options, batch) -> {
            if (failsNextWrite) {
                failsNextWrite = false;
                throw new RocksDBException("No space left on device");
            }
            database.write(options, batch);
        });
    }

    private void closeStore() {
        if (store != null) {
            store.close().block();
        }
    }
}
