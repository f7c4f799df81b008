package dev.optimist.core.engine;

import static dev.optimist.core.engine.TestEngine.committed;
import static dev.optimist.core.engine.TestEngine.delete;
import static dev.optimist.core.engine.TestEngine.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.optimist.core.document.Absent;
import dev.optimist.core.document.Conflict.Cause;
import dev.optimist.core.document.DocumentState;
import dev.optimist.core.document.Outcome;
import dev.optimist.core.document.ShardId;
import dev.optimist.core.document.WriteCondition;
import dev.optimist.core.document.WriteCondition.IfSeqNo;
import dev.optimist.core.engine.Answer.Conflicted;
import dev.optimist.core.engine.Answer.Lost;
import dev.optimist.core.engine.Answer.Written;
import dev.optimist.core.error.IndexException;
import dev.optimist.core.error.StoreFailedException;
import dev.optimist.core.error.WriteOutcome;
import dev.optimist.core.store.InMemoryStore;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

final class ShardTest {
    private final InMemoryStore store = InMemoryStore.ofOneWriter();
    private final TestEngine engine = new TestEngine(store);
    private final Shard shard = engine.shard();

    private static <T> T now(Mono<T> mono) {
        CompletableFuture<T> future = mono.toFuture();
        assertThat(future).as("nothing to wait for").isDone();
        return future.join();
    }

    private static void failsWith(Class<? extends RuntimeException> type, CompletableFuture<?> future) {
        assertThat(future).isCompletedExceptionally();
        assertThatExceptionOfType(java.util.concurrent.CompletionException.class)
                .isThrownBy(future::join)
                .withCauseInstanceOf(type);
    }

    private static void failsWith(WriteOutcome outcome, CompletableFuture<?> future) {
        failsWith(StoreFailedException.class, future);
        assertThat(((StoreFailedException)
                                future.handle((value, error) -> error).join())
                        .outcome())
                .contains(outcome);
    }

    private Observation observed(String id) {
        return now(shard.observe(id));
    }

    @Test
    void read_stateOnItsWayToDisk_waitsUntilItIsDurable() {
        Gate gate = Gate.before(store);
        shard.write("1", put("{}")).subscribe();

        CompletableFuture<DocumentState> read = shard.read("1").toFuture();
        assertThat(read).as("a read answers durable states alone").isNotDone();
        gate.open();

        assertThat(read).isCompletedWithValue(committed(1, 0, "{}"));
    }

    @Test
    void write_plain_stacksOnPendingStatesInTheOrderOfTheirCompareAndSets() {
        Gate gate = Gate.before(store);
        List<CompletableFuture<Answer>> writes = List.of(
                shard.write("1", put("{\"n\":1}")).toFuture(),
                shard.write("1", put("{\"n\":2}")).toFuture(),
                shard.write("1", put("{\"n\":3}")).toFuture());
        gate.open();
        assertThat(writes.get(1)).as("in the second batch").isNotDone();
        gate.open();

        assertThat(writes.stream().map(CompletableFuture::join))
                .containsExactly(
                        new Written(committed(1, 0, "{\"n\":1}"), Outcome.CREATED),
                        new Written(committed(2, 1, "{\"n\":2}"), Outcome.UPDATED),
                        new Written(committed(3, 2, "{\"n\":3}"), Outcome.UPDATED));
    }

    @Test
    void write_conditionOnAPendingState_waitsThenHolds() {
        Gate gate = Gate.before(store);
        shard.write("1", put("{}")).subscribe();

        CompletableFuture<Answer> write =
                shard.write("1", put("{\"n\":1}", new IfSeqNo(0, 1))).toFuture();
        assertThat(write).isNotDone();
        gate.openAll();

        assertThat(write).isCompletedWithValue(new Written(committed(2, 1, "{\"n\":1}"), Outcome.UPDATED));
    }

    @Test
    void write_conditionRefusedByAPendingState_namesItOnceItIsDurable() {
        Gate gate = Gate.before(store);
        shard.write("1", put("{}")).subscribe();
        CompletableFuture<Answer> create =
                shard.write("1", put("{}", WriteCondition.mustNotExist())).toFuture();
        shard.write("1", put("{\"later\":true}")).subscribe();
        gate.open();

        assertThat(create)
                .as("the writes that keep coming hold the answer up no longer")
                .isCompletedWithValueMatching(answer -> answer instanceof Conflicted conflicted
                        && conflicted.conflict().cause() == Cause.EXISTS
                        && conflicted.conflict().current().equals(committed(1, 0, "{}")));
    }

    @Test
    void write_conditionOnAHotDocument_isAnsweredWhileWritesGoOn() {
        Gate gate = Gate.before(store);
        shard.write("1", put("{\"n\":0}")).subscribe();
        CompletableFuture<Answer> stale =
                shard.write("1", put("{}", new IfSeqNo(77, 1))).toFuture();
        for (int n = 1; n < 10; n++) {
            shard.write("1", put("{\"n\":" + n + "}")).subscribe();
        }
        gate.open();

        Conflicted answer = (Conflicted) stale.join();
        assertThat(answer.conflict().current()).isEqualTo(committed(1, 0, "{\"n\":0}"));
    }

    @Test
    void writeNow_neitherDiskNorWaiting_takesEffectAtOnce() {
        shard.write("1", put("{}")).subscribe();
        Gate gate = Gate.before(store);

        assertThat(shard.writeNow("1", put("{\"n\":1}"))).isPresent();
        assertThat(shard.writeNow("1", put("{}", new IfSeqNo(9, 9))))
                .as("a refusal by a pending state is to be waited for")
                .isEmpty();
        gate.openAll();
        assertThat(shard.writeNow("1", put("{}", new IfSeqNo(9, 9)))).isPresent();
    }

    @Test
    void replace_whatWasObserved_isWrittenOnTop() {
        shard.write("1", put("{}")).subscribe();

        Answer answer =
                now(shard.replace(observed("1"), TestEngine.write(2, "{\"n\":1}", Outcome.UPDATED), shard.home()));

        assertThat(answer).isEqualTo(new Written(committed(2, 1, "{\"n\":1}"), Outcome.UPDATED));
    }

    @Test
    void replace_afterTheObservedStateBecameDurable_isNoLostRace() {
        Gate gate = Gate.before(store);
        shard.write("1", put("{}")).subscribe();
        Observation pending = observed("1");
        gate.open();

        CompletableFuture<Answer> answer = shard.replace(
                        pending, TestEngine.write(2, "{}", Outcome.UPDATED), shard.home())
                .toFuture();
        gate.open();

        assertThat(answer)
                .as("nothing came between")
                .isCompletedWithValue(new Written(committed(2, 1, "{}"), Outcome.UPDATED));
    }

    @Test
    void observe_draft_staysOneThoughItBecomesDurable() {
        Gate gate = Gate.before(store);
        shard.write("1", put("{}")).subscribe();
        Observation seen = observed("1");
        gate.open();

        assertThat(seen.pending())
                .as("its state bears no revision that an answer could name")
                .isTrue();
        assertThat(observed("1").pending()).isFalse();
    }

    @Test
    void replace_afterAnotherWrite_isALostRace() {
        shard.write("1", put("{}")).subscribe();
        Observation seen = observed("1");
        shard.write("1", put("{}")).subscribe();

        assertThat(now(shard.replace(seen, TestEngine.write(2, "{}", Outcome.UPDATED), shard.home())))
                .isEqualTo(Lost.RACE);
        assertThat(now(shard.read("1"))).isEqualTo(committed(2, 1, "{}"));
    }

    @Test
    void replace_afterItsRegisterLeft_isNoRaceLostToAWrite() {
        shard.write("1", put("{}")).subscribe();
        Observation seen = observed("1");
        shard.evict(seen.register());

        assertThat(now(shard.replace(seen, TestEngine.write(2, "{}", Outcome.UPDATED), shard.home())))
                .isEqualTo(Lost.EVICTED);
    }

    @Test
    void evict_pendingState_staysUntilItIsDurable() {
        Gate gate = Gate.before(store);
        shard.write("1", put("{}")).subscribe();
        Register register = observed("1").register();

        shard.evict(register);
        assertThat(shard.residentRegisters()).isEqualTo(1);
        gate.open();
        shard.evict(register);

        assertThat(shard.residentRegisters()).isZero();
        assertThat(now(shard.read("1"))).isEqualTo(committed(1, 0, "{}"));
    }

    @Test
    void read_missingDocument_leavesNoRegisterBehind() {
        assertThat(now(shard.read("1"))).isEqualTo(Absent.ABSENT);

        assertThat(shard.residentRegisters()).isZero();
        assertThat(engine.residency().residentBytes()).isZero();
    }

    @Test
    void read_coldDocument_loadsItFromDisk() {
        shard.write("1", put("{}")).subscribe();
        shard.evict(observed("1").register());
        store.coolDown();

        assertThat(now(shard.read("1"))).isEqualTo(committed(1, 0, "{}"));
        assertThat(shard.residentRegisters()).isEqualTo(1);
    }

    @Test
    void read_cancelledWhileItLoads_leavesNoRegisterBehind() {
        SlowShard slow = new SlowShard(engine.opened(new ShardId("uuid", 0)));
        Shard loading = engine.shard(slow);

        loading.read("1").subscribe().dispose();

        assertThat(loading.residentRegisters()).isZero();
    }

    @Test
    void read_besideACancelledLoad_isAnswered() {
        SlowShard slow = new SlowShard(engine.opened(new ShardId("uuid", 0)));
        Shard loading = engine.shard(slow);
        CompletableFuture<DocumentState> patient = loading.read("1").toFuture();
        loading.read("1").subscribe().dispose();

        slow.finish();
        slow.finish();

        assertThat(patient).as("it loaded once more").isCompletedWithValue(Absent.ABSENT);
    }

    @Test
    void read_failedLoad_leavesNoRegisterBehind() {
        SlowShard slow = new SlowShard(engine.opened(new ShardId("uuid", 0)));
        Shard loading = engine.shard(slow);
        CompletableFuture<DocumentState> read = loading.read("1").toFuture();

        slow.fail(new StoreFailedException("unreadable", null));

        failsWith(StoreFailedException.class, read);
        assertThat(loading.residentRegisters()).isZero();
    }

    @Test
    void tombstone_withinGcDeletes_keepsTheVersion() {
        shard.write("1", put("{}")).subscribe();
        shard.write("1", delete(engine.clock().millis())).subscribe();
        engine.clock().advance(Duration.ofSeconds(59));

        Answer answer = now(shard.write("1", put("{}")));

        assertThat(answer).isEqualTo(new Written(committed(3, 2, "{}"), Outcome.CREATED));
    }

    @Test
    void tombstone_afterGcDeletes_isAbsent() {
        shard.write("1", put("{}")).subscribe();
        shard.write("1", delete(engine.clock().millis())).subscribe();
        engine.clock().advance(Duration.ofSeconds(60));

        assertThat(now(shard.read("1"))).isEqualTo(Absent.ABSENT);
        assertThat(now(shard.write("1", put("{}")))).isEqualTo(new Written(committed(1, 2, "{}"), Outcome.CREATED));
    }

    @Test
    void forgetTombstones_expiredOnes_areGoneFromTheStore() {
        shard.write("1", delete(engine.clock().millis())).subscribe();
        assertThat(now(shard.forgetTombstones())).isZero();
        engine.clock().advance(Duration.ofSeconds(61));

        assertThat(now(shard.forgetTombstones())).isEqualTo(1);
    }

    @Test
    void storeFailure_everythingPending_fails() {
        Gate gate = Gate.before(store);
        CompletableFuture<Answer> first = shard.write("1", put("{}")).toFuture();
        CompletableFuture<Answer> second = shard.write("1", put("{}")).toFuture();
        CompletableFuture<DocumentState> read = shard.read("1").toFuture();
        CompletableFuture<Answer> conditional =
                shard.write("1", put("{}", new IfSeqNo(0, 1))).toFuture();
        store.failNextWrite();
        gate.openAll();

        failsWith(WriteOutcome.UNKNOWN, first);
        failsWith(WriteOutcome.NOT_WRITTEN, second);
        assertThat(read).as("what is durable").isCompletedWithValue(Absent.ABSENT);
        failsWith(StoreFailedException.class, conditional);
    }

    @Test
    void storeFailure_afterwards_durableStatesAreReadAndNothingIsWritten() {
        shard.write("1", put("{}")).subscribe();
        store.failNextWrite();

        failsWith(WriteOutcome.UNKNOWN, shard.write("1", put("{\"n\":1}")).toFuture());
        failsWith(WriteOutcome.NOT_WRITTEN, shard.write("2", put("{}")).toFuture());
        assertThat(now(shard.read("1"))).isEqualTo(committed(1, 0, "{}"));
        assertThat(now(shard.read("2"))).isEqualTo(Absent.ABSENT);
    }

    @Test
    void drop_operationsInFlight_failAsNotFound() {
        Gate gate = Gate.before(store);
        CompletableFuture<Answer> underWay = shard.write("1", put("{}")).toFuture();
        CompletableFuture<Answer> queued = shard.write("1", put("{}")).toFuture();
        CompletableFuture<Answer> other = shard.write("2", put("{}")).toFuture();
        CompletableFuture<DocumentState> read = shard.read("2").toFuture();
        CompletableFuture<Answer> conditional =
                shard.write("2", put("{}", new IfSeqNo(0, 1))).toFuture();
        shard.drop();
        gate.openAll();

        assertThat(underWay).as("came before the deletion").isCompletedWithValueMatching(Written.class::isInstance);
        failsWith(IndexException.class, queued);
        failsWith(IndexException.class, other);
        failsWith(IndexException.class, read);
        failsWith(IndexException.class, conditional);
        assertThat(shard.stored().nextSeqNo())
                .as("nothing is written afterwards")
                .isEqualTo(1);
        assertThat(engine.loop().pending()).isZero();
    }

    @Test
    void drop_thenAnyOperation_isNotFound() {
        shard.write("1", put("{}")).subscribe();
        Observation seen = observed("1");
        shard.drop();

        failsWith(IndexException.class, shard.write("1", put("{}")).toFuture());
        failsWith(IndexException.class, shard.read("1").toFuture());
        failsWith(
                IndexException.class,
                shard.replace(seen, TestEngine.write(2, "{}", Outcome.UPDATED), shard.home())
                        .toFuture());
    }

    @Test
    void drop_whateverIsPending_leavesNoBytesBehind() {
        shard.write("1", put("{\"large\":\"" + "x".repeat(1_000) + "\"}")).subscribe();
        Gate gate = Gate.before(store);
        Flux.just("1", "1", "2")
                .flatMap(id -> shard.write(id, put("{}")).onErrorComplete())
                .subscribe();
        shard.drop();
        gate.openAll();

        assertThat(engine.residency().residentBytes()).isZero();
        assertThat(engine.residency().residentRegisters()).isZero();
    }
}
