package dev.optimist.core.store;

import static dev.optimist.core.document.Absent.ABSENT;
import static dev.optimist.core.store.Commits.commit;
import static dev.optimist.core.store.Commits.creation;
import static dev.optimist.core.store.Commits.document;
import static dev.optimist.core.store.Commits.load;
import static dev.optimist.core.store.Commits.write;
import static dev.optimist.core.store.DocumentStoreContract.SHARD;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.optimist.core.document.DocumentState;
import dev.optimist.core.error.StoreFailedException;
import dev.optimist.core.store.PutOutcome.Overtaken;
import dev.optimist.core.store.ShardCommit.Put;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Sinks;
import reactor.test.StepVerifier;

class InMemoryStoreTest {
    @Nested
    class Exclusive extends Kept {
        Exclusive() {
            super(InMemoryStore.ofOneWriter());
        }
    }

    @Nested
    class Shared extends Kept {
        Shared() {
            super(InMemoryStore.ofManyWriters());
        }
    }

    @Test
    void put_afterCommitOfTheOtherWriter_isOvertakenByItsState() {
        InMemoryStore store = InMemoryStore.ofManyWriters();
        StoreShard shard = open(store);
        DocumentState others = store.commitAsOther(SHARD, "a", document(1, "{\"by\":\"other\"}"));

        ShardOutcome outcome = write(store, shard, creation("a"));

        assertThat(outcome.puts()).containsExactly(new Overtaken(others));
        assertThat(shard.nextSeqNo()).isEqualTo(1);
    }

    @Test
    void commitAsOther_toExclusiveStore_isRefused() {
        InMemoryStore store = InMemoryStore.ofOneWriter();

        assertThatThrownBy(() -> store.commitAsOther(SHARD, "a", document(1, "{}")))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void put_ofTwoOpeningsOfSharedStore_isSeenByBoth() {
        InMemoryStore store = InMemoryStore.ofManyWriters();
        StoreShard shard = open(store);
        InMemoryStore second = store.reopen();
        write(second, open(second), creation("a"));

        assertThat(load(shard, "a").live()).isTrue();
        assertThat(write(store, shard, new Put("a", load(shard, "a"), document(2, "{}")))
                        .puts())
                .containsExactly(PutOutcome.COMMITTED);
    }

    @Test
    void commit_afterExclusiveStoreWasOpenedAgain_isFenced() {
        InMemoryStore store = InMemoryStore.ofOneWriter();
        StoreShard shard = open(store);
        StoreShard second = open(store.reopen());

        assertThatThrownBy(() -> write(store, shard, creation("a"))).isInstanceOf(StoreFailedException.class);
        assertThat(load(second, "a")).isEqualTo(ABSENT);
    }

    @Test
    void peek_afterCoolingDown_isNullUntilLoaded() {
        InMemoryStore store = InMemoryStore.ofOneWriter();
        StoreShard shard = open(store);
        write(store, shard, creation("a"));
        store.coolDown();

        assertThat(shard.peek("a")).isNull();
        assertThat(load(shard, "a").live()).isTrue();
        assertThat(shard.peek("a")).isNotNull();
    }

    @Test
    void commit_held_writesOnceReleased() {
        InMemoryStore store = InMemoryStore.ofOneWriter();
        StoreShard shard = open(store);
        Sinks.Empty<Void> gate = Sinks.empty();
        store.holdCommits(gate.asMono());

        store.commit(List.of(commit(shard, creation("a"))))
                .as(StepVerifier::create)
                .then(() -> assertThat(load(shard, "a")).as("held").isEqualTo(ABSENT))
                .then(gate::tryEmitEmpty)
                .expectNextCount(1)
                .verifyComplete();

        assertThat(load(shard, "a").live()).isTrue();
    }

    private static StoreShard open(DocumentStore store) {
        return requireNonNull(store.openShard(SHARD).block());
    }

    /** Runs the contract over one kind of in-memory store. */
    abstract static class Kept implements DocumentStoreContract {
        private final InMemoryStore made;
        private InMemoryStore store;
        private boolean opened;

        @TempDir
        Path temporary;

        Kept(InMemoryStore made) {
            this.made = made;
            this.store = made;
        }

        @Override
        public DocumentStore open() {
            if (opened) {
                store.close().block();
                store = made.reopen();
            }
            opened = true;
            return store;
        }

        @Override
        public DocumentStore openCheckpoint(Path folder) {
            return InMemoryStore.openCheckpoint(folder);
        }

        @Override
        public Path newFolder() {
            return temporary.resolve("checkpoint");
        }

        @Override
        public void failNextWrite(DocumentStore failing) {
            ((InMemoryStore) failing).failNextWrite();
        }
    }
}
