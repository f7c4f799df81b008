package dev.optimist.core.store.rocksdb;

import static dev.optimist.core.store.Commits.creation;
import static dev.optimist.core.store.Commits.load;
import static dev.optimist.core.store.Commits.write;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.optimist.core.document.ShardId;
import dev.optimist.core.error.StoreFailedException;
import dev.optimist.core.store.StoreShard;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RestorationTest {
    private static final ShardId SHARD = new ShardId("AAAAAAAAAAAAAAAAAAAAAA", 0);

    @TempDir
    Path temporary;

    private Path checkpoint;
    private Path restored;

    @BeforeEach
    void takeCheckpoint() {
        checkpoint = temporary.resolve("checkpoint");
        restored = temporary.resolve("restored");
        RocksDbStore store = open(temporary.resolve("data"));
        StoreShard shard = shard(store);
        write(store, shard, creation("a"));
        store.checkpoint(checkpoint).block();
        write(store, shard, creation("b"));
        store.close().block();
    }

    @Test
    void restored_checkpoint_holdsWhatWasDurableThen() {
        RocksDbStore.restore(checkpoint, restored, Progress.NONE);

        RocksDbStore store = open(restored);
        assertThat(load(shard(store), "a").live()).isTrue();
        assertThat(load(shard(store), "b").live()).as("written later").isFalse();
        store.close().block();
    }

    @Test
    void terms_ofOriginalAndOfTwoCopies_neverMeet() throws IOException {
        RocksDbStore.restore(checkpoint, restored, Progress.NONE);
        Path other = temporary.resolve("other");
        RocksDbStore.restore(checkpoint, other, Progress.NONE);

        Set<Long> terms = new HashSet<>();
        for (Path folder :
                new Path[] {temporary.resolve("data"), restored, other, temporary.resolve("data"), restored}) {
            RocksDbStore store = open(folder);
            assertThat(terms.add(shard(store).primaryTerm())).as("a new term").isTrue();
            store.close().block();
        }
        assertThat(Files.exists(new StoreFolder(restored).copyStamp()))
                .as("a copy no more")
                .isFalse();
    }

    @Test
    void term_ofCopyReopened_isOneMore() {
        RocksDbStore.restore(checkpoint, restored, Progress.NONE);
        RocksDbStore first = open(restored);
        long term = shard(first).primaryTerm();
        first.close().block();

        RocksDbStore second = open(restored);

        assertThat(shard(second).primaryTerm()).isEqualTo(term + 1);
        second.close().block();
    }

    @Test
    void restore_intoFolderThatIsNotEmpty_isRefusedAndChangesNothing() throws IOException {
        Files.createDirectory(restored);
        Files.writeString(restored.resolve("something"), "");

        assertThatThrownBy(() -> RocksDbStore.restore(checkpoint, restored, Progress.NONE))
                .isInstanceOf(StoreFailedException.class)
                .hasMessageContaining("[" + restored + "] is not empty");
        assertThat(restored).isDirectoryContaining(file -> file.endsWith("something"));
        assertThat(restored.toFile().list()).hasSize(1);
    }

    @Test
    void restore_ofWhatIsNoCheckpoint_isRefusedByName() {
        assertThatThrownBy(() -> RocksDbStore.restore(temporary.resolve("data"), restored, Progress.NONE))
                .isInstanceOf(StoreFailedException.class)
                .hasMessageContaining("is no checkpoint");
        assertThat(restored).doesNotExist();
    }

    @Test
    void open_ofCopyThatWasCutShort_isRefused() throws IOException {
        RocksDbStore.restore(checkpoint, restored, Progress.NONE);
        Files.delete(new StoreFolder(restored).highWaterMark());

        assertThatThrownBy(() -> open(restored))
                .isInstanceOf(StoreFailedException.class)
                .hasMessageContaining("copying it was cut short");
    }

    @Test
    void open_ofCopyFromTheFuture_isRefused() throws IOException {
        RocksDbStore.restore(checkpoint, restored, Progress.NONE);
        Files.writeString(
                new StoreFolder(restored).copyStamp(),
                Instant.now().plusSeconds(3600).toString());

        assertThatThrownBy(() -> open(restored))
                .isInstanceOf(StoreFailedException.class)
                .hasMessageContaining("set the clock first");
    }

    private static RocksDbStore open(Path folder) {
        return RocksDbStore.open(RocksDbConfiguration.of(folder));
    }

    private static StoreShard shard(RocksDbStore store) {
        return requireNonNull(store.openShard(SHARD).block());
    }
}
