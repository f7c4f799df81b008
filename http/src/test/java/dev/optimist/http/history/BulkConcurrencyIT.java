package dev.optimist.http.history;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.optimist.core.document.Revision;
import dev.optimist.core.history.Answer;
import dev.optimist.core.history.Answer.Found;
import dev.optimist.core.history.Answer.Written;
import dev.optimist.core.history.DocumentKey;
import dev.optimist.core.history.History;
import dev.optimist.core.history.HistoryChecker;
import dev.optimist.core.history.Invocation;
import dev.optimist.core.history.Operation;
import dev.optimist.core.history.Recorder;
import dev.optimist.core.history.Workload;
import dev.optimist.core.observe.OperationKind;
import dev.optimist.http.history.Connection.Reply;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many clients at once that send bulk requests for the same documents, some of them with conditions. */
final class BulkConcurrencyIT {
    private static final int CLIENTS = 12;
    private static final int REQUESTS = 100;
    private static final int ITEMS_MAX = 40;
    private static final int DOCUMENTS = 30;

    private final History history = new History(1_000_000);
    private final AtomicLong nonces = new AtomicLong();
    private final Map<DocumentKey, Revision> seen = new ConcurrentHashMap<>();
    private final ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
    private final long seed = System.nanoTime();
    private ServerProcess server;
    private int port;

    @BeforeEach
    void start(@TempDir Path folder) throws IOException {
        server = ServerProcess.launch(folder.resolve("data"));
        port = server.awaitPort();
        try (HttpClient client = new HttpClient(port)) {
            client.createIndex();
        }
    }

    @AfterEach
    void stop() throws InterruptedException {
        threads.shutdownNow();
        server.kill();
    }

    @Test
    void bulkRequests_onOverlappingDocuments_breakNoRule() throws Exception {
        List<Future<?>> clients = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            Random random = new Random(seed + i);
            clients.add(threads.submit(() -> {
                run(random);
                return null;
            }));
        }
        for (Future<?> client : clients) {
            client.get();
        }
        readAll();
        assertThat(history.operations())
                .as("writes that happened")
                .filteredOn(operation -> operation.answer() instanceof Written)
                .hasSizeGreaterThan(CLIENTS * REQUESTS);
        assertThat(new HistoryChecker(history).violations()).as("seed %d", seed).isEmpty();
    }

    private void run(Random random) throws IOException {
        try (Connection connection = new Connection(port)) {
            for (int request = 0; request < REQUESTS; request++) {
                List<Invocation> invocations = new ArrayList<>();
                for (int item = 1 + random.nextInt(ITEMS_MAX); item > 0; item--) {
                    invocations.add(invocation(random));
                }
                send(connection, invocations);
            }
        }
    }

    private Invocation invocation(Random random) {
        DocumentKey document = Workload.document(Integer.toString(random.nextInt(DOCUMENTS)));
        OperationKind kind = kind(random.nextInt(100));
        boolean conditional = random.nextBoolean() && (kind == OperationKind.INDEX || kind == OperationKind.DELETE);
        return new Invocation("b" + nonces.incrementAndGet(), kind, document, conditional ? seen.get(document) : null);
    }

    private static OperationKind kind(int dice) {
        if (dice < 50) {
            return OperationKind.INDEX;
        }
        return dice < 75 ? OperationKind.UPDATE : dice < 88 ? OperationKind.CREATE : OperationKind.DELETE;
    }

    private void send(Connection connection, List<Invocation> invocations) throws IOException {
        StringBuilder body = new StringBuilder();
        invocations.forEach(invocation -> body.append(lines(invocation)));
        long start = System.nanoTime();
        Reply reply = connection.exchange("POST", "/" + Workload.INDEX + "/_bulk", body.toString());
        long end = System.nanoTime();
        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        JsonNode items = Replies.body(reply).required("items");
        assertThat(items).hasSize(invocations.size());
        for (int i = 0; i < invocations.size(); i++) {
            JsonNode item = items.get(i).elements().next();
            Answer answer = Replies.answer(
                    invocations.get(i).kind(), new Reply(item.required("status").asInt(), item.toString()));
            remember(invocations.get(i).document(), answer);
            history.record(new Operation(invocations.get(i), start, end, answer));
        }
    }

    private static String lines(Invocation invocation) {
        Revision base = invocation.base();
        String condition = base == null
                ? ""
                : ",\"if_seq_no\":%d,\"if_primary_term\":%d".formatted(base.seqNo(), base.primaryTerm());
        String source = "{\"" + Replies.NONCE + "\":\"" + invocation.nonce() + "\"}";
        String id = "\"_id\":\"" + invocation.document().id() + "\"";
        return switch (invocation.kind()) {
            case INDEX -> "{\"index\":{" + id + condition + "}}\n" + source + "\n";
            case CREATE -> "{\"create\":{" + id + "}}\n" + source + "\n";
            case DELETE -> "{\"delete\":{" + id + condition + "}}\n";
            case UPDATE -> "{\"update\":{" + id + ",\"retry_on_conflict\":2}}\n{\"doc\":" + source + "}\n";
            case GET -> throw new IllegalArgumentException("not in a bulk request");
        };
    }

    private void remember(DocumentKey document, Answer answer) {
        Revision revision = revision(answer);
        if (revision != null) {
            seen.put(document, revision);
        }
    }

    private static @Nullable Revision revision(Answer answer) {
        return answer instanceof Written written
                ? written.revision()
                : answer instanceof Found found ? found.revision() : null;
    }

    private void readAll() throws IOException {
        Recorder recorder = new Recorder(history);
        try (HttpClient client = new HttpClient(port)) {
            for (int i = 0; i < DOCUMENTS; i++) {
                recorder.run(client, OperationKind.GET, Workload.document(Integer.toString(i)), null);
            }
        }
    }
}
