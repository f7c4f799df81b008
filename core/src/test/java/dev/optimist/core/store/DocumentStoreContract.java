package dev.optimist.core.store;

import static dev.optimist.core.document.Absent.ABSENT;
import static dev.optimist.core.store.Commits.commit;
import static dev.optimist.core.store.Commits.creation;
import static dev.optimist.core.store.Commits.document;
import static dev.optimist.core.store.Commits.load;
import static dev.optimist.core.store.Commits.tombstone;
import static dev.optimist.core.store.Commits.write;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.optimist.core.document.Document;
import dev.optimist.core.document.DocumentState;
import dev.optimist.core.document.ShardId;
import dev.optimist.core.document.Source;
import dev.optimist.core.document.Tombstone;
import dev.optimist.core.error.StoreFailedException;
import dev.optimist.core.store.PutOutcome.Overtaken;
import dev.optimist.core.store.ShardCommit.Put;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import reactor.test.StepVerifier;

/**
 * What every store promises, as tests that each implementation passes unchanged.
 *
 * <p>An implementing test class hands out stores over data that is empty when a test begins, and closes them after it.
 */
public interface DocumentStoreContract {
    ShardId SHARD = new ShardId("AAAAAAAAAAAAAAAAAAAAAA", 0);
    ShardId NEIGHBOUR = new ShardId("AAAAAAAAAAAAAAAAAAAAAA", 1);
    ShardId OTHER_INDEX = new ShardId("BBBBBBBBBBBBBBBBBBBBBB", 0);

    /** Opens the data of this test, after closing the store that was opened before. */
    DocumentStore open();

    /** Opens what {@link DocumentStore#checkpoint} wrote, beside the store that is open. */
    DocumentStore openCheckpoint(Path folder);

    /** Returns the path of a folder that does not exist. */
    Path newFolder();

    /** Makes the medium fail at the next write. */
    void failNextWrite(DocumentStore store);

    // Shards and their terms

    @Test
    default void shard_ofNewStore_startsWithTermOneAndSeqNoZero() {
        StoreShard shard = shard(open());

        assertThat(shard.id()).isEqualTo(SHARD);
        assertThat(shard.primaryTerm()).as("first term").isEqualTo(1);
        assertThat(shard.nextSeqNo()).as("first seq_no").isZero();
        assertThat(shard.documentCount()).isZero();
        assertThat(shard.tombstoneCount()).isZero();
    }

    @Test
    default void shard_openedAgainInTheSameOpening_keepsItsTerm() {
        DocumentStore store = open();
        write(store, shard(store), creation("a"));

        StoreShard again = shard(store);

        assertThat(again.primaryTerm())
                .as("only openings of the store raise it")
                .isEqualTo(1);
        assertThat(again.nextSeqNo()).isEqualTo(1);
        assertThat(load(again, "a").live()).isTrue();
    }

    @Test
    default void primaryTerm_ofExclusiveStoreReopened_isRaisedForEveryShardEachTime() {
        DocumentStore store = open();
        assumeTrue(store.exclusive());
        shard(store);
        open();
        DocumentStore third = open();

        assertThat(shard(third).primaryTerm())
                .as("also openings without a write and without opening the shard count")
                .isEqualTo(3);
        assertThat(shard(third, NEIGHBOUR).primaryTerm()).as("a new shard").isEqualTo(1);
    }

    @Test
    default void commit_underOlderTerm_isRefusedAndWritesNothing() {
        DocumentStore store = open();
        StoreShard shard = shard(store);
        ShardCommit stale = new ShardCommit(shard, shard.primaryTerm() - 1, List.of(creation("a")), new int[] {0});

        assertThatThrownBy(() -> store.commit(List.of(stale)).block()).isInstanceOf(StoreFailedException.class);

        assertThat(load(shard, "a")).isEqualTo(ABSENT);
        assertThat(shard.nextSeqNo()).isZero();
        assertThatCode(() -> write(store, shard, creation("a")))
                .as("being fenced is not a failure of the medium")
                .doesNotThrowAnyException();
    }

    @Test
    default void shard_reopened_goesOnWhereItEnded() {
        DocumentStore first = open();
        StoreShard before = shard(first);
        write(first, before, creation("a"), creation("b"));
        DocumentState a = load(before, "a");
        write(first, before, new Put("a", a, tombstone(2, 1_000)));

        StoreShard shard = shard(open());

        assertThat(shard.nextSeqNo()).isEqualTo(3);
        assertThat(shard.documentCount()).isEqualTo(1);
        assertThat(shard.tombstoneCount()).isEqualTo(1);
        assertThat(load(shard, "a")).isEqualTo(new Tombstone(2, 2, 1, 1_000));
        assertThat(load(shard, "b")).isEqualTo(document(1, "{\"id\":\"b\"}").at(1, 1));
    }

    @Test
    default void commit_afterReopening_bearsTheNewTerm() {
        shard(open());
        DocumentStore store = open();
        StoreShard shard = shard(store);

        write(store, shard, creation("a"));

        assertThat(load(shard, "a").primaryTerm()).isEqualTo(shard.primaryTerm());
    }

    @Test
    default void raiseTerm_ofShard_fencesTheOldTermAndOutlivesReopening() {
        DocumentStore first = open();
        StoreShard before = shard(first);
        write(first, before, creation("a"));
        long old = before.primaryTerm();

        assertThat(before.raiseTerm(2).block()).as("the new term").isEqualTo(old + 2);

        ShardCommit stale = new ShardCommit(before, old, List.of(creation("b")), new int[] {0});
        assertThatThrownBy(() -> first.commit(List.of(stale)).block())
                .as("the old term is fenced")
                .isInstanceOf(StoreFailedException.class);
        write(first, before, creation("c"));
        assertThat(load(before, "c").primaryTerm()).isEqualTo(old + 2);
        assertThat(load(before, "a").primaryTerm())
                .as("what was written before keeps its term")
                .isEqualTo(old);
        StoreShard after = shard(open());
        assertThat(after.primaryTerm()).as("after reopening").isGreaterThanOrEqualTo(old + 2);
        assertThat(after.nextSeqNo()).isEqualTo(2);
    }

    // Numbering

    @Test
    default void commit_ofSeveralDocuments_numbersThemInOrderFromNextSeqNo() {
        DocumentStore store = open();
        StoreShard shard = shard(store);
        write(store, shard, creation("a"));

        ShardOutcome outcome = write(store, shard, creation("b"), creation("c"));

        assertThat(outcome).isEqualTo(new ShardOutcome(1, List.of(PutOutcome.COMMITTED, PutOutcome.COMMITTED)));
        assertThat(load(shard, "b").seqNo()).isEqualTo(1);
        assertThat(load(shard, "c").seqNo()).isEqualTo(2);
        assertThat(shard.nextSeqNo()).isEqualTo(3);
    }

    @Test
    default void commit_ofSeveralOperationsOnOneDocument_putsItUnderTheLast() {
        DocumentStore store = open();
        StoreShard shard = shard(store);
        Put a = new Put("a", ABSENT, document(3, "{}"));

        store.commit(List.of(commit(shard, new int[] {0, 1, 0, 0}, a, creation("b"))))
                .block();

        assertThat(load(shard, "a").seqNo()).isEqualTo(3);
        assertThat(load(shard, "a").version()).as("the version is the engine's").isEqualTo(3);
        assertThat(load(shard, "b").seqNo()).isEqualTo(1);
        assertThat(shard.nextSeqNo()).isEqualTo(4);
    }

    @Test
    default void commit_toSeveralShards_numbersEachByItself() {
        DocumentStore store = open();
        StoreShard shard = shard(store);
        StoreShard neighbour = shard(store, NEIGHBOUR);
        write(store, shard, creation("x"));

        List<ShardOutcome> outcomes =
                requireNonNull(store.commit(List.of(commit(neighbour, creation("a")), commit(shard, creation("a"))))
                        .block());

        assertThat(outcomes)
                .as("in the order of the commits")
                .extracting(ShardOutcome::firstSeqNo)
                .containsExactly(0L, 1L);
        assertThat(load(neighbour, "x")).as("shards share no documents").isEqualTo(ABSENT);
    }

    @Test
    default void commit_ofNothing_completes() {
        DocumentStore store = open();

        assertThat(store.commit(List.of()).block()).isEmpty();
    }

    // States

    @Test
    default void state_neverWritten_isAbsent() {
        DocumentStore store = open();
        StoreShard shard = shard(store);

        assertThat(load(shard, "nothing")).isEqualTo(ABSENT);
        assertThat(shard.peek("nothing")).isIn(ABSENT, null);
    }

    @Test
    default void state_committed_isReadByLoadAndByPeek() {
        DocumentStore store = open();
        StoreShard shard = shard(store);
        Document wanted = document(1, "{\"id\":\"a\"}").at(0, 1);

        write(store, shard, creation("a"));

        assertThat(load(shard, "a")).isEqualTo(wanted);
        assertThat(shard.peek("a"))
                .as("either the state or 'only load can tell'")
                .isIn(wanted, null);
    }

    @Test
    default void state_overwritten_isTheNewest() {
        DocumentStore store = open();
        StoreShard shard = shard(store);
        write(store, shard, creation("a"));

        write(store, shard, new Put("a", load(shard, "a"), document(2, "{\"n\":2}")));

        assertThat(load(shard, "a")).isEqualTo(document(2, "{\"n\":2}").at(1, 1));
        assertThat(shard.documentCount()).isEqualTo(1);
    }

    @Test
    default void document_ofAnyShape_comesBackByteForByte() {
        DocumentStore store = open();
        StoreShard shard = shard(store);
        byte[] large = new byte[1 << 20];
        new Random(7).nextBytes(large);
        Document odd = Document.draft(Long.MAX_VALUE, "r/\u00e4 \ud83d\ude00", new Source(large));
        Document blank = Document.draft(1, "", new Source(new byte[0]));

        write(store, shard, new Put("\u00e4\ud83d\ude00/ %", ABSENT, odd), new Put("b", ABSENT, blank));

        StoreShard reopened = shard(open());
        assertThat(load(reopened, "\u00e4\ud83d\ude00/ %")).isEqualTo(odd.at(0, 1));
        assertThat(load(reopened, "b")).isEqualTo(blank.at(1, 1));
    }

    @Test
    default void ids_thatArePrefixesOfEachOther_areDifferentDocuments() {
        DocumentStore store = open();
        StoreShard shard = shard(store);

        write(store, shard, creation("a"), creation("aa"), creation("a\u0000"), creation("A"));

        assertThat(shard.documentCount()).isEqualTo(4);
        assertThat(load(shard, "aa")).isEqualTo(document(1, "{\"id\":\"aa\"}").at(1, 1));
        assertThat(load(shard, "aaa")).isEqualTo(ABSENT);
    }

    @Test
    default void counts_ofCreateDeleteAndRecreate_followTheStates() {
        DocumentStore store = open();
        StoreShard shard = shard(store);
        write(store, shard, creation("a"), creation("b"), new Put("c", ABSENT, tombstone(1, 5)));
        assertCounts(shard, /* documents= */ 2, /* tombstones= */ 1);

        write(store, shard, new Put("a", load(shard, "a"), tombstone(2, 10)));
        assertCounts(shard, /* documents= */ 1, /* tombstones= */ 2);

        write(store, shard, new Put("a", load(shard, "a"), document(3, "{}")));
        assertCounts(shard, /* documents= */ 2, /* tombstones= */ 1);

        write(store, shard, new Put("c", load(shard, "c"), tombstone(2, 20)));
        assertCounts(shard, /* documents= */ 2, /* tombstones= */ 1);
    }

    // Other writers

    @Test
    default void put_onOldBaseInSharedStore_isOvertakenAndLeavesNoGap() {
        DocumentStore store = open();
        assumeFalse(store.exclusive());
        StoreShard shard = shard(store);
        write(store, shard, creation("a"));
        DocumentState current = load(shard, "a");
        Put late = new Put("a", ABSENT, document(2, "{\"late\":true}"));

        List<ShardOutcome> outcomes =
                requireNonNull(store.commit(List.of(commit(shard, new int[] {0, 1, 0, 1}, late, creation("b"))))
                        .block());

        assertThat(outcomes)
                .containsExactly(new ShardOutcome(1, List.of(new Overtaken(current), PutOutcome.COMMITTED)));
        assertThat(load(shard, "a")).as("not overwritten").isEqualTo(current);
        assertThat(load(shard, "b").seqNo())
                .as("operations of the overtaken put take no number")
                .isEqualTo(2);
        assertThat(shard.nextSeqNo()).isEqualTo(3);
    }

    // Scans

    @Test
    default void scan_fromSeqNo_yieldsNewestStatesInItsOrder() {
        DocumentStore store = open();
        StoreShard shard = shard(store);
        write(store, shard, creation("c"), creation("b"), creation("a"));
        write(store, shard, new Put("c", load(shard, "c"), tombstone(2, 1)));

        assertThat(shard.scan(0).map(StoredDocument::id).collectList().block()).containsExactly("b", "a", "c");
        assertThat(shard.scan(2).collectList().block())
                .containsExactly(new StoredDocument("a", load(shard, "a")), new StoredDocument("c", load(shard, "c")));
        assertThat(shard.scan(4).collectList().block()).isEmpty();
    }

    @Test
    default void scan_slowlyRead_isSnapshotWithBackpressure() {
        DocumentStore store = open();
        StoreShard shard = shard(store);
        write(store, shard, creation("a"), creation("b"), creation("c"));

        shard.scan(0)
                .map(StoredDocument::id)
                .as(ids -> StepVerifier.create(ids, 1))
                .expectNext("a")
                .then(() -> write(store, shard, creation("d"), new Put("b", load(shard, "b"), document(2, "{}"))))
                .thenRequest(1)
                .expectNext("b")
                .thenRequest(5)
                .expectNext("c")
                .verifyComplete();
    }

    @Test
    default void scan_ofManyDocuments_yieldsEachOnce() {
        DocumentStore store = open();
        StoreShard shard = shard(store);
        Put[] puts = IntStream.range(0, 1_000)
                .mapToObj(n -> creation(Integer.toString((n * 7919) % 1_000)))
                .toArray(Put[]::new);
        write(store, shard, puts);
        write(store, shard(store, NEIGHBOUR), creation("elsewhere"));

        List<Long> seqNos = shard.scan(10)
                .map(document -> document.state().seqNo())
                .collectList()
                .block();

        assertThat(seqNos)
                .isEqualTo(IntStream.range(10, 1_000).asLongStream().boxed().toList());
    }

    @Test
    default void scan_cancelled_letsTheStoreGoOn() {
        DocumentStore store = open();
        StoreShard shard = shard(store);
        write(store, shard, creation("a"), creation("b"));

        assertThat(shard.scan(0).take(1).collectList().block()).hasSize(1);

        assertThatCode(() -> write(store, shard, creation("c"))).doesNotThrowAnyException();
    }

    @Test
    default void documents_ofShard_yieldsEachLiveOneOnce() {
        DocumentStore store = open();
        StoreShard shard = shard(store);
        Put[] puts = IntStream.range(0, 1_000)
                .mapToObj(n -> creation(Integer.toString((n * 7919) % 1_000)))
                .toArray(Put[]::new);
        write(store, shard, puts);
        write(
                store,
                shard,
                new Put("7", load(shard, "7"), tombstone(2, 1)),
                new Put("8", load(shard, "8"), document(2, "{}")));
        write(store, shard(store, NEIGHBOUR), creation("elsewhere"));

        List<StoredDocument> found = shard.documents().collectList().block();

        assertThat(found).hasSize(999).contains(new StoredDocument("8", load(shard, "8")));
        assertThat(found.stream().map(StoredDocument::id))
                .as("a tombstone and another shard's document are not among them")
                .doesNotHaveDuplicates()
                .doesNotContain("7", "elsewhere");
    }

    @Test
    default void documents_slowlyRead_isSnapshotWithBackpressure() {
        DocumentStore store = open();
        StoreShard shard = shard(store);
        Put[] puts = IntStream.range(0, 600).mapToObj(n -> creation("a" + n)).toArray(Put[]::new);
        write(store, shard, puts);
        DocumentState before = load(shard, "a599");

        shard.documents()
                .as(documents -> StepVerifier.create(documents, 1))
                .expectNextCount(1)
                .then(() -> write(store, shard, creation("z"), new Put("a599", before, document(2, "{}"))))
                .thenRequest(1_000)
                .recordWith(ArrayList::new)
                .thenConsumeWhile(document -> true)
                .consumeRecordedWith(rest -> assertThat(rest)
                        .hasSize(599)
                        .noneMatch(document -> document.id().equals("z"))
                        .filteredOn(document -> document.id().equals("a599"))
                        .as("the state of the moment when the walk began")
                        .allMatch(document -> document.state().equals(before)))
                .verifyComplete();
    }

    // Tombstones

    @Test
    default void forgetTombstones_deletedBefore_forgetsThoseOnly() {
        DocumentStore store = open();
        StoreShard shard = shard(store);
        write(store, shard, creation("live"), new Put("old", ABSENT, tombstone(1, 99)));
        write(store, shard, new Put("new", ABSENT, tombstone(1, 100)));
        write(store, shard(store, NEIGHBOUR), new Put("old", ABSENT, tombstone(1, 99)));

        assertThat(shard.forgetTombstones(100).block()).isEqualTo(1);

        assertThat(load(shard, "old")).isEqualTo(ABSENT);
        assertThat(load(shard, "new")).isInstanceOf(Tombstone.class);
        assertThat(load(shard, "live").live()).isTrue();
        assertThat(load(shard(store, NEIGHBOUR), "old")).as("another shard").isInstanceOf(Tombstone.class);
        assertCounts(shard, /* documents= */ 1, /* tombstones= */ 1);
        assertThat(shard.nextSeqNo()).as("forgetting is no operation").isEqualTo(3);
    }

    @Test
    default void forgetTombstones_ofDocumentThatCameBack_keepsIt() {
        DocumentStore store = open();
        StoreShard shard = shard(store);
        write(store, shard, new Put("a", ABSENT, tombstone(1, 1)));
        write(store, shard, new Put("a", load(shard, "a"), document(2, "{}")));
        write(store, shard, new Put("b", ABSENT, tombstone(1, 1)));
        write(store, shard, new Put("b", load(shard, "b"), document(2, "{}")));
        write(store, shard, new Put("b", load(shard, "b"), tombstone(3, 500)));

        assertThat(shard.forgetTombstones(100).block()).isZero();

        assertThat(load(shard, "a").live()).isTrue();
        assertThat(load(shard, "b")).isInstanceOf(Tombstone.class);
        assertCounts(shard, /* documents= */ 1, /* tombstones= */ 1);
    }

    @Test
    default void put_onTombstoneForgottenMeanwhile_keepsTheCountsRight() {
        DocumentStore store = open();
        assumeTrue(store.exclusive());
        StoreShard shard = shard(store);
        write(store, shard, new Put("a", ABSENT, tombstone(1, 1)));
        DocumentState base = load(shard, "a");
        shard.forgetTombstones(100).block();

        write(store, shard, new Put("a", base, document(2, "{}")));

        assertCounts(shard, /* documents= */ 1, /* tombstones= */ 0);
    }

    @Test
    default void forgottenTombstone_afterNextCommitAndReopening_staysForgotten() {
        DocumentStore store = open();
        StoreShard shard = shard(store);
        write(store, shard, new Put("a", ABSENT, tombstone(1, 1)));
        shard.forgetTombstones(100).block();
        write(store, shard, creation("b"));

        StoreShard reopened = shard(open());

        assertThat(load(reopened, "a")).isEqualTo(ABSENT);
        assertCounts(reopened, /* documents= */ 1, /* tombstones= */ 0);
    }

    // Dropping

    @Test
    default void dropIndex_ofSeveralShards_removesThemAtOnceAndNoOther() {
        DocumentStore store = open();
        StoreShard shard = shard(store);
        StoreShard neighbour = shard(store, NEIGHBOUR);
        StoreShard other = shard(store, OTHER_INDEX);
        store.commit(List.of(
                        commit(shard, creation("a"), new Put("t", ABSENT, tombstone(1, 1))),
                        commit(neighbour, creation("a")),
                        commit(other, creation("a"))))
                .block();

        store.dropIndex(SHARD.indexUuid()).block();

        assertThat(load(shard, "a")).isEqualTo(ABSENT);
        assertThat(shard.peek("a")).isIn(ABSENT, null);
        assertThat(neighbour.scan(0).collectList().block()).isEmpty();
        assertThat(load(other, "a").live()).isTrue();
    }

    @Test
    default void dropIndex_thenReopened_staysGone() {
        DocumentStore store = open();
        write(store, shard(store), creation("a"), new Put("t", ABSENT, tombstone(1, 1)));
        write(store, shard(store, OTHER_INDEX), creation("a"));
        store.dropIndex(SHARD.indexUuid()).block();

        DocumentStore reopened = open();
        StoreShard shard = shard(reopened);

        assertThat(load(shard, "a")).isEqualTo(ABSENT);
        assertThat(shard.nextSeqNo()).isZero();
        assertThat(shard.primaryTerm()).as("a new shard").isEqualTo(1);
        assertCounts(shard, /* documents= */ 0, /* tombstones= */ 0);
        assertThat(load(shard(reopened, OTHER_INDEX), "a").live()).isTrue();
    }

    @Test
    default void dropIndex_thatIsNotThere_completes() {
        DocumentStore store = open();

        assertThatCode(() -> store.dropIndex("nothing").block()).doesNotThrowAnyException();
    }

    @Test
    default void commit_toDroppedShard_isAnsweredAndLeavesNothing() {
        DocumentStore store = open();
        StoreShard shard = shard(store);
        StoreShard other = shard(store, OTHER_INDEX);
        store.dropIndex(SHARD.indexUuid()).block();

        store.commit(List.of(commit(shard, creation("a")), commit(other, creation("a"))))
                .block();

        assertThat(load(shard, "a")).isEqualTo(ABSENT);
        assertThat(load(other, "a").live()).isTrue();
        assertThat(shard(open()).documentCount()).isZero();
    }

    // Receipts

    @Test
    default void receipt_neverKept_isNotFound() {
        DocumentStore store = open();

        assertThat(store.loadReceipt("k").blockOptional()).isEmpty();
        assertReceiptBytes(store, 0);
    }

    @Test
    default void receipt_ofAnOperation_isKeptUnderItsRevisionAlsoAfterReopening() {
        DocumentStore store = open();
        Receipt receipt = Commits.receipt("k", "facts");

        write(store, shard(store), receipt, 1, creation("a"), creation("b"), creation("c"));

        assertReceipt(store, receipt.at(1, 1));
        assertReceiptBytes(store, receipt.sizeBytes());
        DocumentStore again = open();
        assertReceipt(again, receipt.at(1, 1));
        assertReceiptBytes(again, receipt.sizeBytes());
    }

    @Test
    default void receipt_ofAnyBytes_comesBackByteForByte() {
        DocumentStore store = open();
        byte[] facts = new byte[100_000];
        new Random(7).nextBytes(facts);
        Receipt receipt = Receipt.draft("k", 1_000, 2_000, facts);

        write(store, shard(store), receipt, 0, creation("a"));

        assertReceipt(store, receipt.at(0, 1));
    }

    @Test
    default void receipt_ofFailedCommit_isNotKept() {
        DocumentStore store = open();
        StoreShard shard = shard(store);
        failNextWrite(store);

        assertThatThrownBy(() -> write(store, shard, Commits.receipt("k", "lost"), 0, creation("a")))
                .isInstanceOf(StoreFailedException.class);

        DocumentStore again = open();
        assertThat(load(shard(again), "a")).isEqualTo(ABSENT);
        assertThat(again.loadReceipt("k").blockOptional())
                .as("neither document nor receipt")
                .isEmpty();
        assertReceiptBytes(again, 0);
    }

    @Test
    default void receipt_ofOvertakenPut_isNotKept() {
        DocumentStore store = open();
        assumeFalse(store.exclusive());
        StoreShard shard = shard(store);
        write(store, shard, creation("a"));

        ShardOutcome outcome = write(store, shard, Commits.receipt("k", "late"), 0, creation("a"));

        assertThat(outcome.puts()).containsExactly(new Overtaken(load(shard, "a")));
        assertThat(store.loadReceipt("k").blockOptional()).isEmpty();
    }

    @Test
    default void put_whoseReceiptIsKeptAlready_isOvertaken() {
        DocumentStore store = open();
        assumeFalse(store.exclusive());
        StoreShard shard = shard(store);
        Receipt first = Commits.receipt("k", "first");
        write(store, shard, first, 0, creation("a"));
        Put again = new Put("a", load(shard, "a"), document(2, "{}"));

        ShardOutcome outcome = write(store, shard, Commits.receipt("k", "second"), 0, again, creation("b"));

        assertThat(outcome.puts())
                .as("the others may go on, or be decided anew")
                .hasSize(2)
                .first()
                .isEqualTo(new Overtaken(load(shard, "a")));
        assertThat(load(shard, "a").version()).isEqualTo(1);
        assertReceipt(store, first.at(0, 1));
    }

    @Test
    default void receipt_thatHasExpired_isReplacedByALaterOne() {
        DocumentStore store = open();
        StoreShard shard = shard(store);
        write(store, shard, Commits.receipt("k", "first"), 0, creation("a"));
        Receipt later = Receipt.draft("k", 2_000, 3_000, new byte[] {1});

        ShardOutcome outcome = write(store, shard, later, 0, creation("b"));

        assertThat(outcome.puts()).containsExactly(PutOutcome.COMMITTED);
        assertReceipt(store, later.at(1, 1));
        assertReceiptBytes(store, later.sizeBytes());
        assertThat(store.forgetReceipts(2_999).block())
                .as("the one that was replaced leaves nothing behind")
                .isZero();
    }

    @Test
    default void receipt_ofARequestThatWroteNothing_isKeptUnlessThereIsOne() {
        DocumentStore store = open();
        Receipt first = Commits.receipt("k", "first").at(7, 1);

        assertThat(store.keepReceipt(first).block()).isTrue();
        assertThat(store.keepReceipt(Commits.receipt("k", "second").at(8, 1)).block())
                .isFalse();

        assertReceipt(store, first);
        assertReceipt(open(), first);
    }

    @Test
    default void forgetReceipts_ofSomeTime_forgetsThoseThatHaveExpiredThen() {
        DocumentStore store = open();
        StoreShard shard = shard(store);
        Receipt kept = Receipt.draft("kept", 1_000, 2_001, new byte[] {1});
        write(store, shard, Commits.receipt("k", "expired"), 0, creation("a"));
        write(store, shard, kept, 0, creation("b"));

        assertThat(store.forgetReceipts(2_000).block()).isEqualTo(1);

        assertThat(store.loadReceipt("k").blockOptional()).isEmpty();
        assertReceiptBytes(store, kept.sizeBytes());
        write(store, shard, creation("c"));
        DocumentStore again = open();
        assertReceipt(again, kept.at(1, 1));
        assertThat(again.loadReceipt("k").blockOptional()).isEmpty();
        assertReceiptBytes(again, kept.sizeBytes());
    }

    @Test
    default void receipts_ofDroppedIndex_areKept() {
        DocumentStore store = open();
        Receipt receipt = Commits.receipt("k", "facts");
        write(store, shard(store), receipt, 0, creation("a"));

        store.dropIndex(SHARD.indexUuid()).block();

        assertReceipt(store, receipt.at(0, 1));
    }

    // Catalog

    @Test
    default void catalog_ofNewStore_isEmpty() {
        assertThat(open().catalog().collectList().block()).isEmpty();
    }

    @Test
    default void catalog_putReplacedAndDeleted_isReadInKeyOrderAlsoAfterReopening() {
        DocumentStore store = open();
        put(store, "b", "1");
        put(store, "c", "2");
        put(store, "a", "3");
        put(store, "b", "4");
        store.deleteCatalogEntry("c").block();
        store.deleteCatalogEntry("never there").block();

        assertThat(catalog(store)).containsExactly("a=3", "b=4");
        assertThat(catalog(open())).containsExactly("a=3", "b=4");
    }

    // Checkpoint, size, close, failure

    @Test
    default void checkpoint_opened_holdsWhatWasDurableThen() {
        DocumentStore store = open();
        StoreShard shard = shard(store);
        write(store, shard, creation("a"));
        put(store, "index", "{}");
        Receipt receipt = Commits.receipt("k", "facts").at(0, 1);
        store.keepReceipt(receipt).block();
        Path folder = newFolder();
        store.checkpoint(folder).block();
        write(store, shard, creation("b"));

        DocumentStore copy = openCheckpoint(folder);
        StoreShard copied = shard(copy);

        assertThat(load(copied, "a").live()).isTrue();
        assertThat(load(copied, "b")).isEqualTo(ABSENT);
        assertThat(copied.nextSeqNo()).isEqualTo(1);
        assertThat(catalog(copy)).containsExactly("index={}");
        assertReceipt(copy, receipt);
        write(copy, copied, creation("c"));
        assertThat(load(shard, "c")).as("the copy stands by itself").isEqualTo(ABSENT);
    }

    @Test
    default void checkpoint_opened_commitsUnderTermsThatTheOriginalNeverReaches() {
        DocumentStore store = open();
        assumeTrue(store.exclusive());
        write(store, shard(store), creation("a"));
        Path folder = newFolder();
        store.checkpoint(folder).block();
        open();
        DocumentStore original = open();
        shard(original).raiseTerm(1_000_000).block();

        StoreShard copied = shard(openCheckpoint(folder));

        assertThat(copied.primaryTerm())
                .isGreaterThan(shard(original).primaryTerm() + (1L << 40))
                .as("a whole number in every client")
                .isLessThan(1L << 53);
        assertThat(load(copied, "a").primaryTerm()).as("of what was there").isEqualTo(1);
    }

    @Test
    default void checkpoint_intoFolderThatExists_isRefused() {
        DocumentStore store = open();
        Path folder = newFolder();
        store.checkpoint(folder).block();

        assertThatThrownBy(() -> store.checkpoint(folder).block()).isInstanceOf(StoreFailedException.class);
        assertThatCode(() -> write(store, shard(store), creation("a")))
                .as("no failure of the medium")
                .doesNotThrowAnyException();
    }

    @Test
    default void sizeBytes_ofStoreWithDocuments_isPositive() {
        DocumentStore store = open();
        write(store, shard(store), creation("a"));

        assertThat(store.sizeBytes()).isPositive();
    }

    @Test
    default void close_twice_completesAndEndsTheStore() {
        DocumentStore store = open();
        StoreShard shard = shard(store);
        store.close().block();
        store.close().block();

        assertThatThrownBy(() -> shard.load("a").block()).isInstanceOf(StoreFailedException.class);
        assertThatThrownBy(() -> write(store, shard, creation("a"))).isInstanceOf(StoreFailedException.class);
        assertThatThrownBy(() -> shard.scan(0).collectList().block()).isInstanceOf(StoreFailedException.class);
        assertThatThrownBy(() -> shard.documents().collectList().block()).isInstanceOf(StoreFailedException.class);
        assertThatCode(() -> shard.peek("a")).as("an event loop may still ask").doesNotThrowAnyException();
    }

    @Test
    default void write_afterFailedWrite_failsWhileReadsGoOn() {
        DocumentStore store = open();
        StoreShard shard = shard(store);
        write(store, shard, creation("a"));
        failNextWrite(store);

        assertThatThrownBy(() -> write(store, shard, creation("b"))).isInstanceOf(StoreFailedException.class);
        assertThatThrownBy(() -> write(store, shard, creation("c")))
                .as("nothing is acknowledged any more")
                .isInstanceOf(StoreFailedException.class);
        assertThatThrownBy(() -> put(store, "index", "{}")).isInstanceOf(StoreFailedException.class);
        assertThatThrownBy(() -> store.dropIndex(SHARD.indexUuid()).block()).isInstanceOf(StoreFailedException.class);

        assertThat(load(shard, "a").live()).as("reads go on").isTrue();
        assertThat(load(shard, "b")).as("what failed is not readable").isEqualTo(ABSENT);
        assertThat(shard.nextSeqNo()).isEqualTo(1);
    }

    @Test
    default void store_reopenedAfterFailedWrite_holdsWhatWasAcknowledged() {
        DocumentStore store = open();
        StoreShard shard = shard(store);
        write(store, shard, creation("a"));
        failNextWrite(store);
        assertThatThrownBy(() -> write(store, shard, creation("b"))).isInstanceOf(StoreFailedException.class);

        DocumentStore reopened = open();

        assertThat(load(shard(reopened), "a").live()).isTrue();
        assertThatCode(() -> write(reopened, shard(reopened), creation("c"))).doesNotThrowAnyException();
    }

    private static StoreShard shard(DocumentStore store) {
        return shard(store, SHARD);
    }

    private static StoreShard shard(DocumentStore store, ShardId id) {
        return requireNonNull(store.openShard(id).block());
    }

    private static void put(DocumentStore store, String key, String value) {
        store.putCatalogEntry(new CatalogEntry(key, value.getBytes(StandardCharsets.UTF_8)))
                .block();
    }

    private static List<String> catalog(DocumentStore store) {
        return requireNonNull(store.catalog()
                .map(entry -> entry.key() + "=" + new String(entry.value(), StandardCharsets.UTF_8))
                .collectList()
                .block());
    }

    /** A shared store may count now and then. */
    private static void assertReceiptBytes(DocumentStore store, long expected) {
        if (store.exclusive()) {
            assertThat(store.receiptBytes()).isEqualTo(expected);
        }
    }

    private static void assertReceipt(DocumentStore store, Receipt expected) {
        assertThat(store.loadReceipt(expected.key()).block())
                .usingRecursiveComparison()
                .isEqualTo(expected);
    }

    private static void assertCounts(StoreShard shard, long documents, long tombstones) {
        assertThat(shard.documentCount()).as("documents").isEqualTo(documents);
        assertThat(shard.tombstoneCount()).as("tombstones").isEqualTo(tombstones);
    }
}
