package dev.optimist.http.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.optimist.core.history.Answer.Refused;
import dev.optimist.core.history.Answer.Written;
import dev.optimist.core.history.History;
import dev.optimist.core.history.HistoryChecker;
import dev.optimist.core.history.HistoryFile;
import dev.optimist.core.history.Operation;
import dev.optimist.core.history.Recorder;
import dev.optimist.core.history.Violation;
import dev.optimist.core.history.Workload;
import dev.optimist.http.history.ServerProcess.Launch;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Concurrent clients of one data folder through many lives of its server, each of which ends badly. What they were
 * answered is one history, judged as a whole.
 *
 * <p>{@code -Doptimist.faults.seed=N} repeats the clients' choices (though not the threads' timing).
 */
final class FaultRun implements AutoCloseable {
    private static final int CLIENTS = 8;
    private static final Duration WRITTEN_WITHIN = Duration.ofSeconds(60);
    private static final int OPERATIONS_MAX = 3_000_000;

    private final String name;
    private final long seed = Long.getLong("optimist.faults.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final History history = new History(OPERATIONS_MAX);
    private final Workload workload = new Workload(new Recorder(history));
    private final ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);

    FaultRun(String name) {
        this.name = name;
    }

    Random random() {
        return random;
    }

    /** Makes the index and ends that server in good order, so that all of it is durable. */
    void createIndex(Launch launch) throws Exception {
        try (ServerProcess server = ServerProcess.launch(launch)) {
            try (HttpClient client = new HttpClient(server.awaitPort())) {
                client.createIndex();
            }
            assertThat(server.terminate()).as("ends on SIGTERM").isTrue();
        }
        ended();
    }

    /** Notes that a server is gone for good and the next one has not been started. */
    void ended() {
        history.recordRestart(System.nanoTime());
    }

    /** Notes that the power was gone from then on; all clients have had their answers. */
    void hadNoPowerSince(long nanos) {
        history.recordPowerCut(nanos);
    }

    void readAll(int port) throws IOException {
        try (HttpClient reader = new HttpClient(port)) {
            workload.readAll(reader);
        }
    }

    /** Reads everything from a server that is then told to end. */
    void readAllAndTerminate(Launch launch) throws Exception {
        try (ServerProcess server = ServerProcess.launch(launch)) {
            readAll(server.awaitPort());
            assertThat(server.terminate()).as("ends on SIGTERM").isTrue();
        }
        ended();
    }

    /** Clients at work, until they are told to stop or nobody is there any more. */
    final class Load implements AutoCloseable {
        private final AtomicBoolean running = new AtomicBoolean(true);
        private final List<Future<?>> clients = new ArrayList<>();

        private void add(int port, Random choices) {
            clients.add(threads.submit(() -> {
                try (HttpClient client = new HttpClient(port)) {
                    workload.run(client, choices, running::get);
                }
                return null;
            }));
        }

        @Override
        public void close() throws InterruptedException, ExecutionException {
            running.set(false);
            for (Future<?> client : clients) {
                client.get();
            }
        }
    }

    /** Starts clients. */
    Load load(int port) {
        Load load = new Load();
        for (int i = 0; i < CLIENTS; i++) {
            load.add(port, new Random(random.nextLong()));
        }
        return load;
    }

    /** Lets clients and server go on for some time. */
    void goOn(int millisMin, int millisMax) {
        LockSupport.parkNanos(Duration.ofMillis(millisMin + random.nextInt(millisMax - millisMin))
                .toNanos());
    }

    /** Lets clients and server go on until so many writes have been acknowledged. */
    void goOnUntilWritten(int writes) throws IOException {
        long deadline = System.nanoTime() + WRITTEN_WITHIN.toNanos();
        while (written() < writes) {
            if (System.nanoTime() > deadline) {
                throw new IOException("only " + written() + " writes were acknowledged");
            }
            goOn(10, 50);
        }
    }

    private long written() {
        return history.operations().stream()
                .filter(operation -> operation.answer() instanceof Written)
                .count();
    }

    List<Violation> violations() {
        return new HistoryChecker(history).violations();
    }

    /** Judges the whole history and prints the verdict. */
    void requireNothingLost(int cycles) throws IOException {
        List<Violation> violations = violations();
        String verdict = violations.isEmpty()
                ? "0 lost in %d cycles (95 %% upper bound 3/%d)".formatted(cycles, cycles)
                : "rules broken in %d cycles".formatted(cycles);
        System.out.printf(
                "%s: %s, seed %d; operations %s, answers %s%n",
                name,
                verdict,
                seed,
                count(operation -> operation.kind().name()),
                count(operation -> operation.answer().getClass().getSimpleName()));
        Path kept = Path.of("target", name + "-history.jsonl");
        if (!violations.isEmpty()) {
            HistoryFile.write(history, kept);
        }
        assertThat(violations).as("seed %d; history in %s", seed, kept).isEmpty();
    }

    /** Requires that nothing which the clients ask was an error. */
    void requireNothingRefused() {
        assertThat(history.operations())
                .as("nothing that the clients ask is an error")
                .noneMatch(operation -> operation.answer() instanceof Refused);
    }

    private Map<String, Long> count(Function<Operation, String> by) {
        return history.operations().stream().collect(Collectors.groupingBy(by, TreeMap::new, Collectors.counting()));
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
