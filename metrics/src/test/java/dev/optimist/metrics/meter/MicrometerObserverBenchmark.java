package dev.optimist.metrics.meter;

import dev.optimist.core.document.Outcome;
import dev.optimist.core.observe.EngineObserver;
import dev.optimist.core.observe.OperationKind;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What one event costs the thread that tells it. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
public class MicrometerObserverBenchmark {
    private static final int INDICES = 100;

    private final Meters meters = Meters.create(INDICES).withJvm();
    private final EngineObserver observer = meters.observer();

    @Setup
    public void fillIndices() {
        for (int i = 0; i < INDICES; i++) {
            for (Outcome outcome : Outcome.values()) {
                observer.written("index-" + i, "1", OperationKind.INDEX, outcome, 1);
                observer.written("index-" + i, "1", OperationKind.UPDATE, outcome, 1);
            }
        }
    }

    @Benchmark
    public void written() {
        observer.written("index-7", "1", OperationKind.INDEX, Outcome.UPDATED, 700_000);
    }

    @Benchmark
    public void writtenBeyondTheCap() {
        observer.written("beyond", "1", OperationKind.INDEX, Outcome.UPDATED, 700_000);
    }

    /** All that a plain durable write tells. */
    @Benchmark
    public void durableWrite() {
        observer.compareAndSet(1);
        observer.written("index-7", "1", OperationKind.INDEX, Outcome.UPDATED, 700_000);
    }

    @Benchmark
    public void committed() {
        observer.committed(20, 20, 4_000, 400_000);
    }

    @Benchmark
    @OutputTimeUnit(TimeUnit.MICROSECONDS)
    public void scrape() throws IOException {
        meters.scrape(OutputStream.nullOutputStream(), "text/plain; version=0.0.4; charset=utf-8");
    }
}
