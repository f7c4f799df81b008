package dev.optimist.http.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.optimist.core.history.Answer.Refused;
import dev.optimist.core.history.Answer.Unknown;
import dev.optimist.core.history.Answer.Written;
import dev.optimist.core.history.History;
import dev.optimist.core.history.HistoryChecker;
import dev.optimist.core.history.HistoryFile;
import dev.optimist.core.history.Operation;
import dev.optimist.core.history.Recorder;
import dev.optimist.core.history.Violation;
import dev.optimist.core.history.Workload;
import dev.optimist.core.store.postgres.PostgresServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
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
 * Three nodes over one PostgreSQL with a synchronous standby, and clients that ask another node each time. Nodes are
 * killed, connections cut in mid-commit, the database crashes and comes back, and in the end its primary is lost and the
 * standby takes over. Nothing that was acknowledged is lost, and the history is as of one server.
 *
 * <p>{@code -Doptimist.shared.rounds=20} makes it longer, {@code -Doptimist.shared.seed=N} repeats the clients' choices.
 */
final class SharedStoreIT {
    private static final int ROUNDS = Integer.getInteger("optimist.shared.rounds", 1);
    private static final long SEED = Long.getLong("optimist.shared.seed", System.nanoTime());
    private static final int NODES = 3;
    private static final int CLIENTS = 12;
    private static final int READERS = 32;
    private static final int HOT = 16;
    private static final int COLD = 10_000;
    private static final int UNAVAILABLE = 503;
    private static final int OPERATIONS_MAX = 3_000_000;
    private static final int COMMITS_CUT = 30;
    private static final Duration TIMEOUT = Duration.ofSeconds(2);
    private static final Duration OUTAGE = Duration.ofSeconds(Long.getLong("optimist.shared.outage", 2));
    private static final Duration CALM = Duration.ofMillis(800);

    /** Between two operations of a client, lest they take the processor from what is killed and started beside them. */
    private static final Duration THINKING = Duration.ofMillis(2);

    private final History history = new History(OPERATIONS_MAX);
    private final Workload workload = new Workload(new Recorder(history), HOT, COLD);
    private final Random random = new Random(SEED);

    @Test
    void nodesAndDatabase_killedCutAndFailedOver_loseNothing(@TempDir Path folder) throws Exception {
        ExecutorService threads = Executors.newCachedThreadPool();
        try (PostgresServer primary = PostgresServer.start("synchronous_standby_names = 'second'");
                PostgresServer standby = primary.standby("second");
                CuttingProxy proxy = new CuttingProxy(primary.port());
                SharedNodes nodes = nodes(folder, primary, proxy)) {
            try (HttpClient first = new HttpClient(nodes.port(0))) {
                first.createIndex();
            }
            assertThat(firstWrite(nodes))
                    .as("the synchronous standby is a replica")
                    .contains("\"_shards\":{\"total\":2,\"successful\":2,\"failed\":0}");
            AtomicBoolean running = new AtomicBoolean(true);
            List<Future<?>> clients = startClients(nodes, threads, running);
            for (int round = 0; round < ROUNDS; round++) {
                disturb(nodes, primary, proxy);
            }
            failOver(primary, standby, proxy);
            pause(CALM.multipliedBy(2));
            running.set(false);
            for (Future<?> client : clients) {
                client.get();
            }
            readAll(nodes, threads);
            judge(proxy.commitsCut());
        } finally {
            threads.shutdownNow();
        }
    }

    /** {@code -Doptimist.shared.outage=30} makes it as long as that, in seconds. */
    @Test
    void database_downForAWhile_isAnswered503InTimeAndComesBack(@TempDir Path folder) throws Exception {
        ExecutorService threads = Executors.newCachedThreadPool();
        try (PostgresServer database = PostgresServer.start();
                SharedNodes nodes = new SharedNodes(1, folder, options(database.newDatabase()))) {
            try (HttpClient first = new HttpClient(nodes.port(0))) {
                first.createIndex();
            }
            AtomicBoolean running = new AtomicBoolean(true);
            List<Future<?>> clients = startClients(nodes, threads, running);
            pause(CALM);
            long before = nodes.residentKilobytes(0);
            database.stop();
            pause(OUTAGE.dividedBy(2));
            String health = health(nodes);
            pause(OUTAGE.dividedBy(2));
            long after = nodes.residentKilobytes(0);
            database.up();
            long up = System.nanoTime();
            pause(CALM);
            running.set(false);
            for (Future<?> client : clients) {
                client.get();
            }
            System.out.printf(
                    "SharedStoreIT: down for %d s; resident %d MB before, %d MB after; first write %d ms after it was up%n",
                    OUTAGE.toSeconds(), before >> 10, after >> 10, firstWriteAfterMillis(up));
            assertThat(health).contains("\"status\":\"red\"").contains("unavailable_databases");
            assertThat(longestMillis())
                    .as("each wait is bounded: two for the catalog, two for the base, four for the commit")
                    .isLessThan(8 * TIMEOUT.toMillis() + 1_000);
            assertThat(history.operations())
                    .as("writes after the database was back")
                    .anyMatch(operation -> operation.startNanos() > up && operation.answer() instanceof Written);
            assertThat(new HistoryChecker(history).violations())
                    .as("seed %d", SEED)
                    .isEmpty();
        } finally {
            threads.shutdownNow();
        }
    }

    private static String health(SharedNodes nodes) throws Exception {
        try (Connection connection = new Connection(nodes.port(0))) {
            return connection.exchange("GET", "/_cluster/health", "").body();
        }
    }

    private static String firstWrite(SharedNodes nodes) throws Exception {
        try (Connection connection = new Connection(nodes.port(0))) {
            return connection.exchange("PUT", "/replicated/_doc/1", "{}").body();
        }
    }

    private long firstWriteAfterMillis(long moment) {
        return history.operations().stream()
                        .filter(operation -> operation.endNanos() > moment && operation.answer() instanceof Written)
                        .mapToLong(operation -> operation.endNanos() - moment)
                        .min()
                        .orElse(-1)
                / 1_000_000;
    }

    private long longestMillis() {
        return history.operations().stream()
                        .mapToLong(operation -> operation.endNanos() - operation.startNanos())
                        .max()
                        .orElse(0)
                / 1_000_000;
    }

    private static String[] options(String url) {
        return new String[] {
            "--store=postgres", "--postgres-url=" + url, "--postgres-timeout=" + TIMEOUT.toMillis() + "ms"
        };
    }

    private static SharedNodes nodes(Path folder, PostgresServer primary, CuttingProxy proxy) throws Exception {
        String url = PostgresServer.url(primary.newDatabaseName(), proxy.port());
        return new SharedNodes(NODES, folder, options(url));
    }

    private List<Future<?>> startClients(SharedNodes nodes, ExecutorService threads, AtomicBoolean running) {
        List<Future<?>> clients = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            Random choices = new Random(random.nextLong());
            clients.add(threads.submit(() -> {
                try (SharedNodes.RandomNode client = nodes.client(choices)) {
                    workload.run(client, choices, () -> thinks(running));
                }
                return null;
            }));
        }
        return clients;
    }

    private void readAll(SharedNodes nodes, ExecutorService threads) throws Exception {
        List<Future<?>> readers = new ArrayList<>();
        for (int i = 0; i < READERS; i++) {
            int part = i;
            Random choices = new Random(random.nextLong());
            readers.add(threads.submit(() -> {
                try (SharedNodes.RandomNode reader = nodes.client(choices)) {
                    workload.readTouched(reader, part, READERS);
                }
                return null;
            }));
        }
        for (Future<?> reader : readers) {
            reader.get();
        }
    }

    private void disturb(SharedNodes nodes, PostgresServer primary, CuttingProxy proxy) throws Exception {
        pause(CALM);
        nodes.killAndRestart(random.nextInt(NODES));
        proxy.cutCommits(COMMITS_CUT);
        pause(CALM);
        primary.stop();
        pause(CALM);
        primary.up();
        pause(CALM);
        proxy.cutCommits(0); // a node that starts cannot do without its own
        proxy.cutAll();
        nodes.killAndRestart(random.nextInt(NODES));
        pause(CALM);
    }

    /** The old primary is gone for good before the standby takes over, as whoever promotes must see to. */
    private static void failOver(PostgresServer primary, PostgresServer standby, CuttingProxy proxy) {
        primary.stop();
        standby.set("synchronous_standby_names = ''");
        standby.promote();
        proxy.leadTo(standby.port());
    }

    private static boolean thinks(AtomicBoolean running) {
        pause(THINKING);
        return running.get();
    }

    private static void pause(Duration duration) {
        LockSupport.parkNanos(duration.toNanos());
    }

    private void judge(int commitsCut) throws Exception {
        List<Violation> violations = new HistoryChecker(history).violations();
        System.out.printf(
                "SharedStoreIT: %d violations, seed %d, %d commits cut; operations %s, answers %s; longest answer %d ms%n",
                violations.size(),
                SEED,
                commitsCut,
                count(operation -> operation.kind().name()),
                count(operation -> operation.answer() instanceof Unknown unknown
                        ? "Unknown " + unknown.why()
                        : operation.answer().getClass().getSimpleName()),
                longestMillis());
        if (!violations.isEmpty()) {
            HistoryFile.write(history, Path.of("target", "shared-history.jsonl"));
        }
        assertThat(violations)
                .as("seed %d; history in target/shared-history.jsonl", SEED)
                .isEmpty();
        assertThat(history.operations())
                .as("nothing that the clients ask is an error, but the database may be away")
                .noneMatch(
                        operation -> operation.answer() instanceof Refused refused && refused.status() != UNAVAILABLE);
        assertThat(commitsCut).as("commits cut").isPositive();
        assertThat(terms()).as("the term of before and of after the failover").containsExactly(1L, 2L);
    }

    private List<Long> terms() {
        return history.operations().stream()
                .filter(operation -> operation.answer() instanceof Written)
                .map(operation -> ((Written) operation.answer()).revision().primaryTerm())
                .distinct()
                .sorted()
                .toList();
    }

    private Map<String, Long> count(Function<Operation, String> name) {
        return history.operations().stream().collect(Collectors.groupingBy(name, TreeMap::new, Collectors.counting()));
    }
}
