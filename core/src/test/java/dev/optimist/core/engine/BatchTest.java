package dev.optimist.core.engine;

import static dev.optimist.core.engine.TestEngine.committed;
import static dev.optimist.core.engine.TestEngine.put;
import static dev.optimist.core.store.Commits.document;
import static org.assertj.core.api.Assertions.assertThat;

import dev.optimist.core.document.Absent;
import dev.optimist.core.document.DocumentState;
import dev.optimist.core.document.ShardId;
import dev.optimist.core.engine.Change.Settlement;
import dev.optimist.core.store.InMemoryStore;
import dev.optimist.core.store.PutOutcome;
import dev.optimist.core.store.PutOutcome.Overtaken;
import dev.optimist.core.store.ShardCommit;
import dev.optimist.core.store.ShardCommit.Put;
import dev.optimist.core.store.ShardOutcome;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

final class BatchTest {
    private final TestEngine engine = new TestEngine(InMemoryStore.ofOneWriter());
    private final Batch batch = new Batch();
    private final Register a = register("a");
    private final Register b = register("b");

    private static Register register(String id) {
        Register register = new Register(id);
        register.load(Absent.ABSENT);
        return register;
    }

    private Change change(Register register, int n) {
        return change(engine.shard(), register, n);
    }

    private static Change change(Shard shard, Register register, int n) {
        Attempt attempt = register.apply(put("{\"n\":" + n + "}"), state -> state, shard);
        return ((Attempt.Accepted) attempt).change();
    }

    private void add(Change... changes) {
        Arrays.asList(changes).forEach(batch::add);
    }

    private void settle(long firstSeqNo, PutOutcome... outcomes) {
        batch.settle(List.of(new ShardOutcome(firstSeqNo, List.of(outcomes))), new Deliveries());
    }

    private static List<Long> seqNos(Change... changes) {
        return Arrays.stream(changes).map(change -> change.current().seqNo()).toList();
    }

    @Test
    void add_oneDocumentManyTimes_isOnePutOfItsNewestState() {
        add(change(a, 1), change(a, 2), change(a, 3));

        ShardCommit commit = batch.commits().get(0);
        assertThat(commit.puts()).containsExactly(new Put("a", Absent.ABSENT, document(3, "{\"n\":3}")));
        assertThat(commit.putOfOperation()).containsExactly(0, 0, 0);
        assertThat(List.of(batch.operations(), batch.puts())).containsExactly(3, 1);
        assertThat(batch.bytes()).as("of what is written").isEqualTo(7);
    }

    @Test
    void add_documentsInTurns_areNumberedAsTheyCame() {
        Change a1 = change(a, 1);
        Change b1 = change(b, 1);
        Change a2 = change(a, 2);
        add(a1, b1, a2);

        assertThat(batch.commits().get(0).putOfOperation()).containsExactly(0, 1, 0);
        settle(0, PutOutcome.COMMITTED, PutOutcome.COMMITTED);
        assertThat(seqNos(a1, b1, a2)).containsExactly(0L, 1L, 2L);
    }

    @Test
    void add_successorBeforeWhatItBuildsOn_keepsTheOrderOfTheCompareAndSets() {
        Change a1 = change(a, 1);
        Change b1 = change(b, 1);
        Change a2 = change(a, 2);
        Change a3 = change(a, 3);
        add(a3, b1, a2, a1);

        settle(10, PutOutcome.COMMITTED, PutOutcome.COMMITTED);
        assertThat(seqNos(a1, a2, a3, b1)).containsExactly(10L, 11L, 12L, 13L);
        assertThat(batch.operations()).as("each once").isEqualTo(4);
    }

    @Test
    void add_changeOnTopOfADurableOne_buildsOnItsRevision() {
        add(change(a, 1));
        Batch second = new Batch();
        Change a2 = change(a, 2);
        settle(0, PutOutcome.COMMITTED);

        second.add(a2);

        assertThat(second.commits().get(0).puts())
                .containsExactly(new Put("a", committed(1, 0, "{\"n\":1}"), document(2, "{\"n\":2}")));
    }

    @Test
    void add_changesOfTwoShards_areTwoCommits() {
        Shard other = engine.shard(new ShardId("uuid", 1));
        Change here = change(a, 1);
        Change there = change(other, b, 1);
        add(here, there);

        batch.settle(
                List.of(
                        new ShardOutcome(3, List.of(PutOutcome.COMMITTED)),
                        new ShardOutcome(8, List.of(PutOutcome.COMMITTED))),
                new Deliveries());

        assertThat(seqNos(here, there)).containsExactly(3L, 8L);
    }

    @Test
    void settle_lastChangeOfARegister_makesItClean() {
        add(change(a, 1));
        settle(0, PutOutcome.COMMITTED);

        assertThat(a.state()).isEqualTo(committed(1, 0, "{\"n\":1}"));
    }

    @Test
    void settle_changeThatHasASuccessor_leavesTheRegisterToIt() {
        add(change(a, 1));
        Change later = change(a, 2);
        settle(0, PutOutcome.COMMITTED);

        assertThat(a.state()).isSameAs(later);
    }

    @Test
    void settle_overtakenDocument_takesNoNumberAndAllItsChangesWithIt() {
        Change a1 = change(a, 1);
        Change b1 = change(b, 1);
        Change a2 = change(a, 2);
        add(a1, b1, a2);
        Change notYetSubmitted = change(a, 3);
        DocumentState others = committed(7, 4, "{}");

        settle(5, new Overtaken(others), PutOutcome.COMMITTED);

        assertThat(List.of(a1.settlement(), a2.settlement(), notYetSubmitted.settlement()))
                .containsOnly(Settlement.OVERTAKEN);
        assertThat(b1.current().seqNo()).isEqualTo(5);
        assertThat(a.state()).isEqualTo(others);
    }

    @Test
    void add_settledChange_isIgnored() {
        Change a1 = change(a, 1);
        add(a1);
        settle(0, PutOutcome.COMMITTED);
        Batch second = new Batch();

        second.add(a1);

        assertThat(second.isEmpty()).isTrue();
    }

    @Test
    void fail_batchThatIsSettledInPart_failsTheRest() {
        Change a1 = change(a, 1);
        Change b1 = change(b, 1);
        add(a1, b1);
        a1.commit(committed(1, 0, "{}"), new Deliveries());

        batch.fail(new IllegalStateException("disk"), new Deliveries());

        assertThat(a1.settlement()).isEqualTo(Settlement.COMMITTED);
        assertThat(b1.settlement()).isEqualTo(Settlement.FAILED);
        assertThat(b1.failure()).hasMessage("disk");
    }
}
