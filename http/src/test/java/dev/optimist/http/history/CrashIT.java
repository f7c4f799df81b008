package dev.optimist.http.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.optimist.core.history.Answer.Refused;
import dev.optimist.core.history.History;
import dev.optimist.core.history.HistoryChecker;
import dev.optimist.core.history.HistoryFile;
import dev.optimist.core.history.Operation;
import dev.optimist.core.history.Recorder;
import dev.optimist.core.history.Violation;
import dev.optimist.core.history.Workload;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The server is killed with SIGKILL at random moments under concurrent clients, again and again on the same data
 * folder. Whatever it acknowledged, showed or named in a conflict is still there; no update is lost; no revision ever
 * names two contents.
 *
 * <p>{@code -Doptimist.crash.cycles=1000} makes it longer, {@code -Doptimist.crash.seed=N} repeats the clients' choices
 * (though not the threads' timing).
 */
final class CrashIT {
    private static final int CYCLES = Integer.getInteger("optimist.crash.cycles", 50);
    private static final long SEED = Long.getLong("optimist.crash.seed", System.nanoTime());
    private static final int CLIENTS = 8;
    private static final int OPERATIONS_MAX = 3_000_000;

    /** One kill in so many comes while the server starts. */
    private static final int EARLY_KILL_ONE_IN = 6;

    private final History history = new History(OPERATIONS_MAX);
    private final Workload workload = new Workload(new Recorder(history));
    private final Random random = new Random(SEED);

    @Test
    void killedAtRandomMoments_restarted_losesNothing(@TempDir Path folder) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
        Path data = folder.resolve("data");
        try {
            createIndex(data);
            for (int cycle = 0; cycle < CYCLES; cycle++) {
                runAndKill(data, threads);
                history.recordRestart(System.nanoTime());
            }
            readAllAndTerminate(data);
            history.recordRestart(System.nanoTime());
            readAllAndTerminate(data);
        } finally {
            threads.shutdownNow();
        }
        judge();
    }

    private void createIndex(Path data) throws Exception {
        try (ServerProcess server = ServerProcess.launch(data);
                HttpClient client = new HttpClient(server.awaitPort())) {
            client.createIndex();
            server.kill();
        }
        history.recordRestart(System.nanoTime());
    }

    private void runAndKill(Path data, ExecutorService threads) throws Exception {
        try (ServerProcess server = ServerProcess.launch(data)) {
            if (random.nextInt(EARLY_KILL_ONE_IN) == 0) {
                pause(random.nextInt(600));
                server.kill();
                return;
            }
            int port = server.awaitPort();
            try (HttpClient reader = new HttpClient(port)) {
                workload.readAll(reader);
            }
            AtomicBoolean running = new AtomicBoolean(true);
            List<Future<?>> clients = startClients(port, threads, running);
            pause(50 + random.nextInt(600));
            server.kill();
            running.set(false);
            await(clients);
        }
    }

    private List<Future<?>> startClients(int port, ExecutorService threads, AtomicBoolean running) {
        List<Future<?>> clients = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            Random choices = new Random(random.nextLong());
            clients.add(threads.submit(() -> {
                try (HttpClient client = new HttpClient(port)) {
                    workload.run(client, choices, running::get);
                }
                return null;
            }));
        }
        return clients;
    }

    private static void await(List<Future<?>> clients) throws InterruptedException, ExecutionException {
        for (Future<?> client : clients) {
            client.get();
        }
    }

    private void readAllAndTerminate(Path data) throws Exception {
        try (ServerProcess server = ServerProcess.launch(data)) {
            try (HttpClient reader = new HttpClient(server.awaitPort())) {
                workload.readAll(reader);
            }
            assertThat(server.terminate()).as("ends on SIGTERM").isTrue();
        }
    }

    private static void pause(int millis) {
        LockSupport.parkNanos(Duration.ofMillis(millis).toNanos());
    }

    private void judge() throws IOException {
        List<Violation> violations = new HistoryChecker(history).violations();
        String verdict = violations.isEmpty()
                ? "0 lost in %d cycles (95 %% upper bound 3/%d)".formatted(CYCLES, CYCLES)
                : "rules broken in %d cycles".formatted(CYCLES);
        System.out.printf(
                "CrashIT: %s, seed %d; operations %s, answers %s%n",
                verdict,
                SEED,
                count(operation -> operation.kind().name()),
                count(operation -> operation.answer().getClass().getSimpleName()));
        if (!violations.isEmpty()) {
            HistoryFile.write(history, Path.of("target", "crash-history.jsonl"));
        }
        assertThat(violations)
                .as("seed %d; history in target/crash-history.jsonl", SEED)
                .isEmpty();
        assertThat(history.operations())
                .as("nothing that the clients ask is an error")
                .noneMatch(operation -> operation.answer() instanceof Refused);
    }

    private Map<String, Long> count(Function<Operation, String> name) {
        return history.operations().stream().collect(Collectors.groupingBy(name, TreeMap::new, Collectors.counting()));
    }
}
