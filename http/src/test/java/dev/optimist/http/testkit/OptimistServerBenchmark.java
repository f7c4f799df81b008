package dev.optimist.http.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** How long a test waits for its server: the first one of a JVM is the first iteration of a fork, the others follow. */
@State(Scope.Thread)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(3)
@Warmup(iterations = 0)
@Measurement(iterations = 10)
public class OptimistServerBenchmark {
    private @Nullable Path folder;
    private @Nullable OptimistServer server;

    @Setup(Level.Iteration)
    public void makeFolder() throws IOException {
        folder = Files.createTempDirectory("optimist-start");
    }

    @Benchmark
    public OptimistServer inMemory() {
        OptimistServer started = OptimistServer.start();
        server = started;
        return started;
    }

    @Benchmark
    public OptimistServer onFolder() {
        OptimistServer started =
                OptimistServer.onFolder(Objects.requireNonNull(folder)).start();
        server = started;
        return started;
    }

    @TearDown(Level.Iteration)
    public void close() throws IOException {
        Objects.requireNonNull(server).close();
        try (Stream<Path> files = Files.walk(Objects.requireNonNull(folder))) {
            List<Path> innermostFirst = files.sorted(Comparator.reverseOrder()).toList();
            for (Path file : innermostFirst) {
                Files.delete(file);
            }
        }
    }
}
