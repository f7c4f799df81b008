package dev.optimist.core.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.optimist.core.document.Revision;
import dev.optimist.core.history.Answer.Unknown;
import dev.optimist.core.history.Answer.Written;
import dev.optimist.core.observe.OperationKind;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The checker accepts what a correct store does, however operations interleave, and finds every planted bug. */
final class HistoryCheckerTest {
    private static final int STEPS = 3_000;
    private static final DocumentKey COUNTER = new DocumentKey("counters", 0, "1");

    @Test
    void correctStore_anyInterleaving_isAccepted() {
        for (long seed = 0; seed < 300; seed++) {
            List<Violation> violations = new HistoryChecker(Simulation.run(seed, STEPS, null)).violations();
            assertThat(violations).as("seed %d", seed).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void plantedBug_someInterleaving_breaksItsRule(PlantedBug bug) {
        boolean found = LongStream.range(0, 200)
                .mapToObj(seed -> new HistoryChecker(Simulation.run(seed, STEPS, bug)).violations())
                .anyMatch(violations -> violations.stream().anyMatch(violation -> violation.rule() == bug.broken));
        assertThat(found).as("%s breaks %s", bug, bug.broken).isTrue();
    }

    @Test
    void counter_withinAcknowledgedAndUnknown_isConserved() {
        HistoryChecker checker = new HistoryChecker(increments());
        assertThat(checker.conservation(COUNTER, 1))
                .as("the unknown one did not happen")
                .isEmpty();
        assertThat(checker.conservation(COUNTER, 2))
                .as("the unknown one happened")
                .isEmpty();
        assertThat(checker.conservation(COUNTER, 0))
                .as("one was lost")
                .get()
                .extracting(Violation::rule)
                .isEqualTo(Rule.CONSERVATION);
        assertThat(checker.conservation(COUNTER, 3)).as("one was counted twice").isPresent();
    }

    @Test
    @Timeout(20)
    void longHistory_isCheckedInTimeNearlyLinear() {
        History history = Simulation.run(/* seed= */ 1, 90_000, null);
        long start = System.nanoTime();
        assertThat(new HistoryChecker(history).violations())
                .as("a correct store")
                .isEmpty();
        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .as("%d operations on five documents", history.operations().size())
                .isLessThan(Duration.ofSeconds(10));
    }

    private static History increments() {
        History history = new History(2);
        history.record(new Operation(increment("a"), 1, 2, new Written(2, new Revision(1, 1))));
        history.record(new Operation(increment("b"), 1, 2, new Unknown("cut")));
        return history;
    }

    private static Invocation increment(String nonce) {
        return new Invocation(nonce, OperationKind.UPDATE, COUNTER, null);
    }
}
