package dev.optimist.core.store.postgres;

import static dev.optimist.core.document.Absent.ABSENT;
import static dev.optimist.core.store.Commits.creation;
import static dev.optimist.core.store.Commits.document;
import static dev.optimist.core.store.Commits.load;
import static dev.optimist.core.store.Commits.tombstone;
import static dev.optimist.core.store.Commits.write;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.optimist.core.document.ShardId;
import dev.optimist.core.document.Tombstone;
import dev.optimist.core.error.StoreFailedException;
import dev.optimist.core.index.StoreCopy;
import dev.optimist.core.store.CatalogEntry;
import dev.optimist.core.store.DocumentStore;
import dev.optimist.core.store.InMemoryStore;
import dev.optimist.core.store.ShardCommit.Put;
import dev.optimist.core.store.StoreShard;
import dev.optimist.core.store.StoredDocument;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A store is copied into databases and back. */
class StoreCopyTest {
    private static final ShardId SHARD = new ShardId("AAAAAAAAAAAAAAAAAAAAAA", 0);
    private static final String INDEX = """
            {"name":"%s","uuid":"%s","createdMillis":1,"numberOfShards":1,"numberOfReplicas":0,"settings":{},\
            "mappings":{},"aliases":{},"open":true}""";

    private final DocumentStore source = InMemoryStore.ofOneWriter();
    private final List<String> said = new ArrayList<>();
    private DocumentStore target = source;

    @BeforeEach
    void fill() {
        PostgresServer server = PostgresServer.shared();
        target = PostgresStore.open(PostgresConfiguration.of(server.newDatabase(), server.newDatabase()));
        put(source, "index/books", INDEX.formatted("books", SHARD.indexUuid()));
        put(source, "script/one", "{}");
        StoreShard shard = shard(source);
        write(
                source,
                shard,
                IntStream.range(0, 1_200)
                        .mapToObj(number -> creation("book" + (number * 7919) % 1_200))
                        .toArray(Put[]::new));
        write(source, shard, new Put("book7", load(shard, "book7"), document(41, "{\"seven\":true}")));
        write(source, shard, new Put("book8", load(shard, "book8"), tombstone(2, 1_000)));
    }

    @AfterEach
    void close() {
        target.close().block();
    }

    @Test
    void copy_intoDatabasesAndBack_keepsVersionsAndOrderUnderNewerTerms() {
        assertThat(copy(source, target)).isEqualTo(1_199);
        InMemoryStore back = InMemoryStore.ofOneWriter();
        assertThat(copy(target, back)).isEqualTo(1_199);

        for (DocumentStore copied : List.of(target, back)) {
            StoreShard shard = shard(copied);
            assertThat(load(shard, "book7"))
                    .isEqualTo(document(41, "{\"seven\":true}").at(1_198, shard.primaryTerm()));
            assertThat(load(shard, "book8")).isEqualTo(new Tombstone(2, 1_199, shard.primaryTerm(), 1_000));
            assertThat(shard.primaryTerm()).isGreaterThan(shard(source).primaryTerm());
            assertThat(ids(shard)).as("in the order of their seq_nos").isEqualTo(ids(shard(source)));
            assertThat(copied.catalog().map(CatalogEntry::key).collectList().block())
                    .containsExactly("index/books", "script/one");
        }
    }

    @Test
    void copy_begunAgain_copiesWhatIsNew() {
        copy(source, target);
        StoreShard shard = shard(source);
        write(source, shard, creation("new"), new Put("book7", load(shard, "book7"), document(42, "{}")));

        assertThat(copy(source, target)).isEqualTo(1_200);

        assertThat(load(shard(target), "book7").version()).isEqualTo(42);
        assertThat(load(shard(target), "new").version()).isEqualTo(1);
    }

    @Test
    void copy_interrupted_deletesWhatWasDeletedAndForgottenSince() {
        interruptCopy();
        forget("book7", "book9");

        assertThat(copy(source, target)).isEqualTo(1_197);

        assertThat(load(shard(target), "book7").live()).isFalse();
    }

    @Test
    void copy_interrupted_takesTheLowerVersionOfADocumentMadeAnew() {
        interruptCopy();
        forget("book7", "book9");
        write(source, shard(source), creation("book7"), creation("book9"));

        assertThat(copy(source, target)).isEqualTo(1_199);

        assertThat(load(shard(target), "book7").version()).isEqualTo(1);
    }

    @Test
    void copy_ontoAnIndexThatOthersMayHaveWrittenTo_leavesWhatIsNotOlder() {
        copy(source, target);
        StoreShard served = shard(target);
        write(target, served, creation("theirs"), new Put("book7", load(served, "book7"), document(42, "{}")));
        forget("book9");

        assertThatThrownBy(() -> copy(source, target)).isInstanceOf(StoreFailedException.class);

        assertThat(load(shard(target), "theirs").live()).isTrue();
        assertThat(load(shard(target), "book7").version()).isEqualTo(42);
        assertThat(load(shard(target), "book9").live()).isTrue();
    }

    /** Ends a copy once all documents are there, before they are compared. */
    private void interruptCopy() {
        StoreCopy copy = new StoreCopy(source, target, line -> {
            throw new IllegalStateException("killed");
        });
        assertThatThrownBy(() -> copy.run().block()).hasMessage("killed");
        assertThat(load(shard(target), "book7").version()).isEqualTo(41);
    }

    /** Deletes documents of the source, and forgets their tombstones. */
    private void forget(String... ids) {
        StoreShard shard = shard(source);
        write(
                source,
                shard,
                Stream.of(ids)
                        .map(id -> new Put(id, load(shard, id), tombstone(50, 1_000)))
                        .toArray(Put[]::new));
        shard.forgetTombstones(Long.MAX_VALUE).block();
    }

    @Test
    void copy_onAnotherIndexOfTheName_isRefusedAndChangesNothing() {
        put(target, "index/books", INDEX.formatted("books", "BBBBBBBBBBBBBBBBBBBBBB"));

        assertThatThrownBy(() -> copy(source, target))
                .isInstanceOf(StoreFailedException.class)
                .hasMessageContaining("books");

        assertThat(load(shard(target), "book7")).isEqualTo(ABSENT);
    }

    private long copy(DocumentStore from, DocumentStore to) {
        return requireNonNull(new StoreCopy(from, to, said::add).run().block());
    }

    private static List<String> ids(StoreShard shard) {
        return requireNonNull(
                shard.scan(0).map(StoredDocument::id).collectList().block());
    }

    private static StoreShard shard(DocumentStore store) {
        return requireNonNull(store.openShard(SHARD).block());
    }

    private static void put(DocumentStore store, String key, String value) {
        store.putCatalogEntry(new CatalogEntry(key, value.getBytes(StandardCharsets.UTF_8)))
                .block();
    }
}
