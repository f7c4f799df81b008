package dev.optimist.core.engine;

import static dev.optimist.core.engine.TestEngine.committed;
import static dev.optimist.core.engine.TestEngine.put;
import static dev.optimist.core.store.Commits.document;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.optimist.core.document.DocumentState;
import dev.optimist.core.document.Outcome;
import dev.optimist.core.document.WriteCondition.IfSeqNo;
import dev.optimist.core.engine.Answer.Conflicted;
import dev.optimist.core.engine.Answer.Lost;
import dev.optimist.core.engine.Answer.Written;
import dev.optimist.core.store.InMemoryStore;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

/** A shard of a store that has other writers. */
final class SharedShardTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final InMemoryStore store = InMemoryStore.ofManyWriters();
    private final TestEngine engine = new TestEngine(store);
    private final Shard shard = engine.shard();

    private DocumentState other(long version, String json) {
        return store.commitAsOther(shard.id(), "1", document(version, json));
    }

    private static <T> T now(Mono<T> mono) {
        return requireNonNull(mono.block(PATIENCE), "a value");
    }

    @AfterEach
    void nothingPending_noRegisterIsLeft() {
        assertThat(shard.residentRegisters())
                .as("registers outlive no pending operation")
                .isZero();
        assertThat(engine.residency().residentBytes()).isZero();
    }

    @Test
    void write_overtakenByTheOtherWriter_isDecidedAnewOnTopOfIt() {
        Gate gate = Gate.before(store);
        CompletableFuture<Answer> write = shard.write("1", put("{\"n\":2}")).toFuture();
        CompletableFuture<Answer> stacked = shard.write("1", put("{\"n\":3}")).toFuture();
        other(1, "{\"n\":1}");
        gate.openAll();

        assertThat(write).isCompletedWithValue(new Written(committed(2, 1, "{\"n\":2}"), Outcome.UPDATED));
        assertThat(stacked).isCompletedWithValue(new Written(committed(3, 2, "{\"n\":3}"), Outcome.UPDATED));
    }

    @Test
    void write_overtakenAgainAndAgain_winsInTheEnd() {
        Gate gate = Gate.before(store);
        CompletableFuture<Answer> write =
                shard.write("1", put("{\"mine\":true}")).toFuture();
        for (int n = 1; n <= 5; n++) {
            other(n, "{\"n\":" + n + "}");
            gate.open();
            assertThat(write).isNotDone();
        }
        gate.open();

        assertThat(write).isCompletedWithValue(new Written(committed(6, 5, "{\"mine\":true}"), Outcome.UPDATED));
    }

    @Test
    void write_conditionOvertaken_conflictsWithTheOthersState() {
        now(shard.write("1", put("{}")));
        Gate gate = Gate.before(store);
        CompletableFuture<Answer> write =
                shard.write("1", put("{}", new IfSeqNo(0, 1))).toFuture();
        DocumentState others = other(2, "{\"n\":2}");
        gate.openAll();

        assertThat(write)
                .isCompletedWithValueMatching(answer -> answer instanceof Conflicted conflicted
                        && conflicted.conflict().current().equals(others));
    }

    @Test
    void write_conditionOnTheOthersState_holdsThoughAnOldOneWasSeenHere() {
        now(shard.write("1", put("{}")));
        assertThat(now(shard.observe("1")).state()).isEqualTo(committed(1, 0, "{}"));
        DocumentState others = other(2, "{\"n\":2}");

        Answer answer = now(shard.write("1", put("{}", new IfSeqNo(others.seqNo(), others.primaryTerm()))));

        assertThat(answer).isEqualTo(new Written(committed(3, 2, "{}"), Outcome.UPDATED));
    }

    @Test
    void write_refusedByAChangeOvertakenBeforeItWasHeardOf_conflictsWithWhatIsThereNow() {
        Gate gate = Gate.behind(store);
        CompletableFuture<Answer> first = shard.write("1", put("{}")).toFuture();
        DocumentState others = other(2, "{\"n\":2}");
        CompletableFuture<Answer> holds = shard.write("1", put("{}", new IfSeqNo(others.seqNo(), others.primaryTerm())))
                .toFuture();
        CompletableFuture<Answer> refused =
                shard.write("1", put("{}", new IfSeqNo(9, 9))).toFuture();
        store.holdOutcomes(Mono.empty());
        gate.openAll();

        assertThat(first).isCompletedWithValue(new Written(committed(1, 0, "{}"), Outcome.CREATED));
        assertThat(holds).isCompletedWithValue(new Written(committed(3, 2, "{}"), Outcome.UPDATED));
        assertThat(refused)
                .isCompletedWithValueMatching(answer -> answer instanceof Conflicted conflicted
                        && conflicted.conflict().current().version() >= others.version());
    }

    @Test
    void write_refused_leavesNoOldStateBehind() {
        now(shard.write("1", put("{}")));
        assertThat(now(shard.write("1", put("{}", new IfSeqNo(9, 9))))).isInstanceOf(Conflicted.class);

        DocumentState others = other(2, "{\"n\":2}");

        assertThat(now(shard.read("1"))).isEqualTo(others);
    }

    @Test
    void read_whileAWriteIsUnderWay_isWhatTheStoreHolds() {
        DocumentState others = other(1, "{}");
        Gate gate = Gate.before(store);
        CompletableFuture<Answer> write = shard.write("1", put("{\"n\":2}")).toFuture();

        assertThat(now(shard.read("1"))).isEqualTo(others);
        gate.openAll();

        assertThat(write).isCompleted();
        assertThat(now(shard.read("1"))).isEqualTo(committed(2, 1, "{\"n\":2}"));
    }

    @Test
    void replace_overtaken_saysSo() {
        now(shard.write("1", put("{}")));
        Gate gate = Gate.before(store);
        CompletableFuture<Answer> replace = shard.replace(
                        now(shard.observe("1")), TestEngine.write(2, "{\"n\":2}", Outcome.UPDATED), shard.home())
                .toFuture();
        other(2, "{\"n\":1}");
        gate.openAll();

        assertThat(replace).isCompletedWithValue(Lost.OVERTAKEN);
    }

    @Test
    void durable_observationOvertaken_isEmpty() {
        Gate gate = Gate.before(store);
        shard.write("1", put("{}")).subscribe();
        CompletableFuture<DocumentState> durable =
                now(shard.observe("1").map(shard::durable)).toFuture();
        other(1, "{\"n\":1}");
        gate.openAll();

        assertThat(durable).as("what was observed never came to be").isCompletedWithValue(null);
    }

    @Test
    void confirmed_stateThatIsNoLongerThere_isEmpty() {
        now(shard.write("1", put("{}")));
        Observation seen = now(shard.observe("1"));
        other(2, "{\"n\":1}");

        assertThat(shard.confirmed(seen).blockOptional()).isEmpty();
    }
}
