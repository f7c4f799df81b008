package dev.optimist.core.engine;

import static dev.optimist.core.engine.TestEngine.put;

import dev.optimist.core.store.InMemoryStore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** Writes from their call until they are answered, over a store that costs next to nothing: what the engine takes. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class CommitLoopBenchmark {
    private static final int OPERATIONS = 1_000;

    private final Scheduler commits = Schedulers.newSingle("commits");
    private final Shard shard =
            new TestEngine(InMemoryStore.ofOneWriter(), commits, /* budgetBytes= */ 1L << 28).shard();

    @TearDown
    public void stop() {
        commits.dispose();
    }

    @Benchmark
    @OperationsPerInvocation(OPERATIONS)
    public @Nullable Answer hotDocument() {
        return writes(1);
    }

    @Benchmark
    @OperationsPerInvocation(OPERATIONS)
    public @Nullable Answer manyDocuments() {
        return writes(OPERATIONS);
    }

    private @Nullable Answer writes(int documents) {
        return Flux.range(0, OPERATIONS)
                .flatMap(n -> shard.write("id-" + n % documents, put("{\"n\":1}")), /* concurrency= */ 256)
                .blockLast();
    }
}
