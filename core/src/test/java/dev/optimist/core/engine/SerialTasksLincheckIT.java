package dev.optimist.core.engine;

import dev.optimist.core.store.InMemoryStore;
import java.util.concurrent.atomic.AtomicInteger;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.jetbrains.lincheck.datastructures.Validate;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

/** Two counters that schedule work, that of {@link SerialTasks} and that of {@link CommitLoop}: none overlaps, none is left. */
final class SerialTasksLincheckIT {
    private static final long NO_DEADLOCK_MILLIS = 300_000;

    @Test
    void tasks_everyInterleaving_runOneByOneToTheLast() {
        new ModelCheckingOptions()
                .invocationTimeout$lincheck(NO_DEADLOCK_MILLIS)
                .iterations(3)
                .invocationsPerIteration(200)
                .threads(2)
                .actorsPerThread(2)
                .check(Tasks.class);
    }

    @Test
    void commitLoop_underStress_settlesEveryChange() {
        new StressOptions()
                .invocationTimeout$lincheck(NO_DEADLOCK_MILLIS)
                .iterations(5)
                .invocationsPerIteration(200)
                .threads(3)
                .actorsPerThread(3)
                .check(Loop.class);
    }

    /** Tasks that count without any care, for nobody else runs. */
    public static final class Tasks {
        private final SerialTasks tasks = new SerialTasks();
        private final AtomicInteger asked = new AtomicInteger();
        private int done;

        @Operation
        public void run() {
            asked.incrementAndGet();
            tasks.run(Mono.fromRunnable(() -> done++)).subscribe();
        }

        @Validate
        public void allAreDone() {
            if (done != asked.get() || tasks.busy()) {
                throw new IllegalStateException(done + " of " + asked.get() + " are done");
            }
        }
    }

    /** Writers of one document; whoever finds the loop at rest runs the batches. */
    public static final class Loop {
        private final TestEngine engine = new TestEngine(InMemoryStore.ofOneWriter());
        private final AtomicInteger asked = new AtomicInteger();
        private final AtomicInteger acknowledged = new AtomicInteger();

        @Operation
        public void write() {
            asked.incrementAndGet();
            engine.shard().write("1", TestEngine.put("{}")).subscribe(answer -> acknowledged.incrementAndGet());
        }

        @Validate
        public void allAreAcknowledged() {
            long sequence = engine.shard().stored().nextSeqNo();
            if (acknowledged.get() != asked.get()
                    || sequence != asked.get()
                    || engine.loop().pending() != 0) {
                throw new IllegalStateException(acknowledged + " of " + asked + ", " + sequence);
            }
        }
    }
}
