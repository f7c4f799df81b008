package dev.optimist.core.engine;

import static dev.optimist.core.engine.TestEngine.put;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.optimist.core.document.Absent;
import dev.optimist.core.store.InMemoryStore;
import java.util.concurrent.atomic.AtomicInteger;
import org.jetbrains.lincheck.LincheckAssertionError;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.jetbrains.lincheck.datastructures.Validate;
import org.junit.jupiter.api.Test;

/** Whoever waits for a change hears of its end once, whether it comes before or after that. */
final class ChangeLincheckIT {
    private static final Shard SHARD = new TestEngine(InMemoryStore.ofOneWriter()).shard();

    @Test
    void waiters_underStress_areToldOnce() {
        options().check(Waiters.class);
    }

    @Test
    void waiters_deliveriesForgotten_areFoundOut() {
        assertThatExceptionOfType(LincheckAssertionError.class)
                .as("a check that cannot fail proves nothing")
                .isThrownBy(() -> options().check(Forgetful.class));
    }

    private static StressOptions options() {
        return new StressOptions()
                .invocationTimeout$lincheck(300_000)
                .iterations(8)
                .invocationsPerIteration(500)
                .threads(3)
                .actorsPerThread(2);
    }

    /** One change, those who wait for it, and the commit loop that ends it. */
    public static class Waiters {
        private final AtomicInteger waiting = new AtomicInteger();
        private final AtomicInteger told = new AtomicInteger();
        private final Change change;

        public Waiters() {
            Register register = new Register("1");
            register.load(Absent.ABSENT);
            change = ((Attempt.Accepted) register.apply(put("{}"), state -> state, SHARD)).change();
        }

        @Operation
        public void await() {
            waiting.incrementAndGet();
            change.settled().subscribe(settled -> told.incrementAndGet());
        }

        @Operation(runOnce = true)
        public void commit() {
            Deliveries deliveries = new Deliveries();
            change.commit(change.current().at(0, 1), deliveries);
            deliver(deliveries);
        }

        void deliver(Deliveries deliveries) {
            deliveries.flush();
        }

        @Validate
        public void everybodyIsToldOnce() {
            int expected = change.pending() ? 0 : waiting.get();
            if (told.get() != expected) {
                throw new IllegalStateException(told.get() + " were told, not " + expected);
            }
        }
    }

    /** Leaves those alone who came before the end. */
    public static final class Forgetful extends Waiters {
        @Override
        void deliver(Deliveries deliveries) {}
    }
}
