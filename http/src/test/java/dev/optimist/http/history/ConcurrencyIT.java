package dev.optimist.http.history;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.optimist.core.document.Revision;
import dev.optimist.core.history.Answer;
import dev.optimist.core.history.Answer.Conflicted;
import dev.optimist.core.history.Answer.Written;
import dev.optimist.core.history.DocumentKey;
import dev.optimist.core.history.History;
import dev.optimist.core.history.HistoryChecker;
import dev.optimist.core.history.Recorder;
import dev.optimist.core.history.Workload;
import dev.optimist.core.observe.OperationKind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many clients at once on one server that nobody disturbs. */
final class ConcurrencyIT {
    private static final int CLIENTS = 24;
    private static final DocumentKey DOCUMENT = Workload.document("1");

    /** What one client does. */
    private interface Action<T> {
        T run(HttpClient client, int number) throws IOException;
    }

    private final History history = new History(1_000_000);
    private final Recorder recorder = new Recorder(history);
    private final List<HttpClient> clients = new ArrayList<>();
    private final ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
    private ServerProcess server;

    @BeforeEach
    void start(@TempDir Path folder) throws IOException {
        server = ServerProcess.launch(folder.resolve("data"));
        int port = server.awaitPort();
        for (int i = 0; i < CLIENTS; i++) {
            clients.add(new HttpClient(port));
        }
        clients.get(0).createIndex();
    }

    @AfterEach
    void stop() throws IOException, InterruptedException {
        threads.shutdownNow();
        for (HttpClient client : clients) {
            client.close();
        }
        server.kill();
    }

    @Test
    void equalConditionalWrites_atOnce_exactlyOneWins() throws Exception {
        Revision base = ((Written) recorder.run(clients.get(0), OperationKind.INDEX, DOCUMENT, null)).revision();
        List<Answer> answers = all((client, number) -> recorder.run(client, OperationKind.INDEX, DOCUMENT, base));
        assertThat(answers).as("winners").filteredOn(Written.class::isInstance).hasSize(1);
        assertThat(answers)
                .as("losers")
                .filteredOn(Conflicted.class::isInstance)
                .hasSize(CLIENTS - 1);
        assertThat(new HistoryChecker(history).violations()).as("violations").isEmpty();
    }

    @Test
    void incrementsWithRetryOnConflict_atOnce_loseNothing() throws Exception {
        int rounds = 10;
        recorder.run(clients.get(0), OperationKind.INDEX, DOCUMENT, null);
        for (int round = 1; round <= rounds; round++) {
            String value = "\":" + round;
            List<Answer> answers = all((client, number) -> recorder.run(
                    update -> client.update(update, CLIENTS, ",\"count" + number + value),
                    OperationKind.UPDATE,
                    DOCUMENT,
                    null));
            assertThat(answers).as("each loses to each other at most once").allMatch(Written.class::isInstance);
        }
        JsonNode document = Replies.body(clients.get(0).read(DOCUMENT));
        assertThat(sum(document.required("_source"))).as("increments").isEqualTo(CLIENTS * rounds);
        assertThat(document.required("_version").asInt()).as("versions").isEqualTo(1 + CLIENTS * rounds);
        HistoryChecker checker = new HistoryChecker(history);
        assertThat(checker.conservation(DOCUMENT, sum(document.required("_source"))))
                .as("conservation")
                .isEmpty();
        assertThat(checker.violations()).as("violations").isEmpty();
    }

    @Test
    void anyOperations_onOverlappingDocuments_breakNoRule() throws Exception {
        Workload workload = new Workload(recorder);
        long seed = System.nanoTime();
        AtomicInteger steps = new AtomicInteger(30_000);
        BooleanSupplier running = () -> steps.decrementAndGet() >= 0;
        all((client, number) -> {
            workload.run(client, new Random(seed + number), running);
            return number;
        });
        workload.readAll(clients.get(0));
        assertThat(history.operations()).as("operations").hasSizeGreaterThanOrEqualTo(30_000);
        assertThat(new HistoryChecker(history).violations()).as("seed %d", seed).isEmpty();
    }

    private static int sum(JsonNode source) {
        return IntStream.range(0, CLIENTS)
                .map(number -> source.path("count" + number).asInt())
                .sum();
    }

    private <T> List<T> all(Action<T> action) throws Exception {
        List<Future<T>> running = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            HttpClient client = clients.get(i);
            int number = i;
            running.add(threads.submit(() -> action.run(client, number)));
        }
        List<T> results = new ArrayList<>();
        for (Future<T> future : running) {
            results.add(future.get());
        }
        return results;
    }
}
