package dev.optimist.http.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.optimist.core.document.Revision;
import dev.optimist.core.history.Answer;
import dev.optimist.core.history.Answer.Unknown;
import dev.optimist.core.history.Answer.Written;
import dev.optimist.core.history.History;
import dev.optimist.core.history.HistoryChecker;
import dev.optimist.core.history.Operation;
import dev.optimist.core.history.Recorder;
import dev.optimist.core.history.Workload;
import dev.optimist.core.store.rocksdb.Progress;
import dev.optimist.core.store.rocksdb.RocksDbStore;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Checkpoints are taken while clients write. Each one restores to a state that the checker accepts as what the server was
 * at a moment between the request for the checkpoint and its answer; and no revision that a restored server gives was
 * ever given by the original, which went on and was started again meanwhile.
 *
 * <p>{@code -Doptimist.snapshots=100} takes more of them.
 */
final class SnapshotHistoryIT {
    private static final int SNAPSHOTS = Integer.getInteger("optimist.snapshots", 4);
    private static final int CLIENTS = 6;
    private static final int OPERATIONS_MAX = 3_000_000;
    private static final long SEED = Long.getLong("optimist.snapshots.seed", System.nanoTime());
    private static final String REPOSITORY = "{\"type\":\"fs\",\"settings\":{\"location\":\"snapshots\"}}";

    /** A checkpoint and when it was taken. */
    private record Taken(Path folder, long asked, long answered) {}

    @TempDir
    Path folder;

    private final History history = new History(OPERATIONS_MAX);
    private final Recorder recorder = new Recorder(history);
    private final Workload workload = new Workload(recorder);
    private final Random random = new Random(SEED);
    private final ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    @Test
    void checkpoints_takenUnderLoad_restoreToWhatTheServerWas() throws Exception {
        List<Taken> snapshots = takeUnderLoad();
        Set<Revision> original = revisions(history.operations());
        for (Taken taken : snapshots) {
            History copied = copyOf(taken);
            Set<Revision> given = runRestored(taken, copied);

            assertThat(new HistoryChecker(copied).violations())
                    .as("seed %d, %s", SEED, taken)
                    .isEmpty();
            assertThat(given).as("revisions of the copy").isNotEmpty().doesNotContainAnyElementsOf(original);
        }
        System.out.printf(
                "SnapshotHistoryIT: %d of %d checkpoints accepted, %d operations under load, seed %d%n",
                snapshots.size(), SNAPSHOTS, history.operations().size(), SEED);
    }

    private List<Taken> takeUnderLoad() throws Exception {
        Path data = folder.resolve("data");
        List<Taken> snapshots = new ArrayList<>();
        try (ServerProcess server =
                ServerProcess.launch(new ServerProcess.Launch(data).options("--path-repo=" + folder))) {
            int port = server.awaitPort();
            try (HttpClient client = new HttpClient(port);
                    Connection operator = new Connection(port)) {
                client.createIndex();
                assertThat(operator.exchange("PUT", "/_snapshot/r", REPOSITORY).status())
                        .isEqualTo(200);
                List<Future<?>> clients = new ArrayList<>();
                AtomicBoolean running = start(port, workload, clients);
                for (int number = 0; number < SNAPSHOTS; number++) {
                    LockSupport.parkNanos(
                            Duration.ofMillis(100 + random.nextInt(300)).toNanos());
                    snapshots.add(take(operator, number));
                }
                running.set(false);
                for (Future<?> each : clients) {
                    each.get();
                }
            }
            server.kill();
        }
        goOn(data);
        return snapshots;
    }

    /** Starts the original again, so that its terms rise past those of the checkpoints, and writes to it. */
    private void goOn(Path data) throws Exception {
        for (int restart = 0; restart < 2; restart++) {
            history.recordRestart(System.nanoTime());
            try (ServerProcess server = ServerProcess.launch(data)) {
                int port = server.awaitPort();
                writeFor(Duration.ofMillis(200), port, workload);
                server.kill();
            }
        }
        assertThat(new HistoryChecker(history).violations())
                .as("the original, seed %d", SEED)
                .isEmpty();
    }

    private Taken take(Connection operator, int number) throws Exception {
        long asked = System.nanoTime();
        Connection.Reply reply =
                operator.exchange("PUT", "/_snapshot/r/s" + number + "?wait_for_completion=true", "{}");
        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        return new Taken(folder.resolve("snapshots").resolve("s" + number), asked, System.nanoTime());
    }

    /** What had been asked by then: what was answered before the checkpoint was asked for is in it, the rest may be. */
    private History copyOf(Taken taken) {
        History copied = new History(OPERATIONS_MAX);
        for (Operation operation : history.operations()) {
            seen(operation, taken).ifPresent(copied::record);
        }
        copied.recordRestart(taken.answered());
        return copied;
    }

    private static Optional<Operation> seen(Operation operation, Taken taken) {
        if (operation.endNanos() < taken.asked()) {
            return Optional.of(operation);
        }
        boolean mayBeInIt = operation.startNanos() < taken.answered()
                && (operation.answer() instanceof Written || operation.answer() instanceof Unknown);
        return mayBeInIt
                ? Optional.of(new Operation(
                        operation.invocation(),
                        operation.startNanos(),
                        Math.min(operation.endNanos(), taken.answered()),
                        new Unknown("under way when the checkpoint was taken")))
                : Optional.empty();
    }

    private Set<Revision> runRestored(Taken taken, History copied) throws Exception {
        Path data = folder.resolve("restored-" + taken.folder().getFileName());
        RocksDbStore.restore(taken.folder(), data, Progress.NONE);
        assertThat(RocksDbStore.check(data, Progress.NONE).problems()).isEmpty();
        int before = copied.operations().size();
        // Names go on where those of the history end.
        Workload onCopy = new Workload(new Recorder(copied, "copy"));
        try (ServerProcess server = ServerProcess.launch(data)) {
            int port = server.awaitPort();
            try (HttpClient reader = new HttpClient(port)) {
                onCopy.readAll(reader);
            }
            writeFor(Duration.ofMillis(200), port, onCopy);
            try (HttpClient reader = new HttpClient(port)) {
                onCopy.readAll(reader);
            }
            server.kill();
        }
        List<Operation> all = copied.operations();
        return revisions(all.subList(before, all.size()));
    }

    private void writeFor(Duration time, int port, Workload work) throws Exception {
        List<Future<?>> clients = new ArrayList<>();
        AtomicBoolean running = start(port, work, clients);
        LockSupport.parkNanos(time.toNanos());
        running.set(false);
        for (Future<?> client : clients) {
            client.get();
        }
    }

    private AtomicBoolean start(int port, Workload work, List<Future<?>> clients) {
        AtomicBoolean running = new AtomicBoolean(true);
        for (int i = 0; i < CLIENTS; i++) {
            Random choices = new Random(random.nextLong());
            clients.add(threads.submit(() -> {
                try (HttpClient client = new HttpClient(port)) {
                    work.run(client, choices, running::get);
                }
                return null;
            }));
        }
        return running;
    }

    private static Set<Revision> revisions(List<Operation> operations) {
        Function<Answer, Optional<Revision>> revision =
                answer -> answer instanceof Written written ? Optional.of(written.revision()) : Optional.empty();
        return operations.stream()
                .flatMap(operation -> revision.apply(operation.answer()).stream())
                .collect(Collectors.toSet());
    }
}
