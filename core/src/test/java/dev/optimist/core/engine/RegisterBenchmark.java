package dev.optimist.core.engine;

import dev.optimist.core.document.Absent;
import dev.optimist.core.document.DocumentState;
import dev.optimist.core.document.Outcome;
import dev.optimist.core.store.InMemoryStore;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;

/** What a write costs up to its compareAndSet, alone and against another thread on the same document. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class RegisterBenchmark {
    private final Shard shard = new TestEngine(InMemoryStore.ofOneWriter()).shard();
    private final Register register = new Register("id");
    private final Operation operation = TestEngine.put("{\"n\":1}");

    public RegisterBenchmark() {
        register.load(Absent.ABSENT);
    }

    @Benchmark
    public Attempt apply() {
        return settled(register.apply(operation, state -> state, shard));
    }

    @Benchmark
    @Threads(2)
    public Attempt applyAgainstAnother() {
        return settled(register.apply(operation, state -> state, shard));
    }

    @Benchmark
    public Attempt replace() {
        Object seen = register.state();
        long version = Register.newest(seen).version() + 1;
        return settled(register.replace(seen, TestEngine.write(version, "{}", Outcome.UPDATED), shard));
    }

    /** Ends the change, so that no chain of them grows. */
    private Attempt settled(Attempt attempt) {
        if (attempt instanceof Attempt.Accepted accepted) {
            Change change = accepted.change();
            DocumentState durable = change.current().at(1, 1);
            change.commit(durable, new Deliveries());
            register.settle(change, durable);
        }
        return attempt;
    }
}
