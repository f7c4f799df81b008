package dev.optimist.http.watching;

import dev.optimist.http.testing.JsonClient;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/** Writers that contend for one document, and do a little of everything else, until they are told to stop. */
final class Contenders implements AutoCloseable {
    /** The document that they contend for. */
    static final String HOTTEST = "apples";

    private static final int WRITERS = 3;
    private static final int ROUNDS_BETWEEN_SCRIPTS = 200;
    private static final String MERGE = "{\"doc\":{\"n\":%d}}";
    private static final String SCRIPT = "{\"script\":{\"source\":\"ctx._source.n = %dL\"}}";

    private final JsonClient client;
    private final AtomicLong rounds = new AtomicLong();
    private final ExecutorService threads = Executors.newFixedThreadPool(WRITERS);
    private final List<CompletableFuture<Void>> writers;
    private volatile boolean stopped;

    private Contenders(URI server) {
        client = new JsonClient(server);
        List.of(HOTTEST, "pears", "plums").forEach(id -> client.put("/stock/_doc/" + id, "{\"n\":1}"));
        writers = IntStream.range(0, WRITERS)
                .mapToObj(i -> CompletableFuture.runAsync(this::write, threads))
                .toList();
    }

    static Contenders start(URI server) {
        return new Contenders(server);
    }

    private void write() {
        while (!stopped) {
            contend("/stock/_doc/" + HOTTEST);
            others(rounds.incrementAndGet());
        }
    }

    /** Who reads what another one reads too, and writes on top of it, wins or loses. */
    private void contend(String document) {
        String condition = client.get(document).condition();
        CompletableFuture.allOf(
                        client.send("PUT", document + "?" + condition, "{\"n\":2}"),
                        client.send("PUT", document + "?" + condition, "{\"n\":3}"))
                .join();
    }

    private void others(long round) {
        client.put("/orders/_doc/" + round % 500, "{\"of\":" + round + "}");
        client.put("/stock/_create/" + HOTTEST, "{\"n\":1}");
        client.post("/stock/_update/pears?retry_on_conflict=3", MERGE.formatted(round));
        client.post("/stock/_update/plums?retry_on_conflict=2", MERGE.formatted(round));
        client.post("/stock/_update/none", MERGE.formatted(round));
        client.post("/_bulk", "{\"index\":{\"_index\":\"orders\",\"_id\":\"b\"}}\n{\"n\":" + round + "}\n");
        long script = round % ROUNDS_BETWEEN_SCRIPTS == 0 ? round : 0;
        client.post("/stock/_update/pears?retry_on_conflict=3", SCRIPT.formatted(script));
    }

    /** Stops them; throws what went wrong in one of them. */
    @Override
    public void close() {
        stopped = true;
        try {
            writers.forEach(CompletableFuture::join);
        } finally {
            threads.shutdown();
        }
    }
}
