package dev.optimist.core.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.optimist.core.history.History;
import dev.optimist.core.history.HistoryChecker;
import dev.optimist.core.history.Recorder;
import dev.optimist.core.history.Workload;
import dev.optimist.core.index.CreateIndex;
import dev.optimist.core.observe.EngineObserver;
import dev.optimist.core.store.InMemoryStore;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Concurrent clients on the document service, judged by the history checker. */
final class DocumentServiceHistoryTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int CLIENTS = 8;
    private static final int OPERATIONS = 2_500;

    /** So little that registers are sealed out all the time. */
    private static final long REGISTER_BYTES = 8_192;

    private final History history = new History(200_000);
    private final Workload workload = new Workload(new Recorder(history));
    private final ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
    private final long seed = System.nanoTime();

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    @Test
    void oneWriter_killedAgainAndAgain_breaksNoRule() throws Exception {
        InMemoryStore store = InMemoryStore.ofOneWriter();
        DocumentService first = open(store);
        createIndex(first);
        List<Future<?>> clients = start(List.of(first));
        for (int restart = 0; restart < 8; restart++) {
            store = store.reopen(); // from here on the old service can write nothing and acknowledge nothing
            await(clients);
            history.recordRestart(System.nanoTime());
            DocumentService service = open(store);
            workload.readAll(new ServiceClient(service));
            clients = start(List.of(service));
        }
        await(clients);
        judge();
    }

    @Test
    void manyWritersOfOneStore_breakNoRule() throws Exception {
        InMemoryStore store = InMemoryStore.ofManyWriters();
        DocumentService one = open(store);
        createIndex(one);
        DocumentService other = open(store);
        await(start(List.of(one, other)));
        workload.readAll(new ServiceClient(other));
        judge();
    }

    private static DocumentService open(InMemoryStore store) {
        // The gate lets some operations gather, so that batches hold several states of one document.
        store.holdCommits(Mono.delay(Duration.ofMillis(1)).then());
        ServiceConfiguration configuration =
                new ServiceConfiguration(REGISTER_BYTES, 64, 1_024, Duration.ofSeconds(10));
        return Objects.requireNonNull(DocumentService.open(
                        store,
                        configuration,
                        EngineObserver.NOOP,
                        () -> Schedulers.parallel()::schedule,
                        Clock.systemUTC())
                .block(PATIENCE));
    }

    private static void createIndex(DocumentService service) {
        CreateIndex definition =
                new CreateIndex(Workload.SHARDS, 1, Map.of("index.gc_deletes", "2h"), Map.of(), Map.of());
        service.indices().create(Workload.INDEX, definition).block(PATIENCE);
    }

    private List<Future<?>> start(List<DocumentService> services) {
        AtomicInteger left = new AtomicInteger(OPERATIONS);
        List<Future<?>> clients = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            ServiceClient client = new ServiceClient(services.get(i % services.size()));
            Random random = new Random(seed + clients.size());
            clients.add(threads.submit(() -> workload.run(client, random, () -> left.decrementAndGet() >= 0)));
        }
        return clients;
    }

    private static void await(List<Future<?>> clients) throws Exception {
        for (Future<?> client : clients) {
            client.get();
        }
    }

    private void judge() {
        assertThat(history.operations()).as("operations").hasSizeGreaterThan(OPERATIONS / 2);
        assertThat(new HistoryChecker(history).violations()).as("seed %d", seed).isEmpty();
    }
}
