package dev.optimist.load.bench;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The documents that rows read and write: small ones with the ids 0 to {@code documents - 1}, and one named {@code hot}.
 *
 * @param index an index that nothing else uses
 */
record Corpus(String index, int documents) {
    private static final int IN_FLIGHT_MAX = 64;

    /** Returns the source of a document, 62 bytes for each of the first 100,000. */
    static String source(int document) {
        return "{\"page\":\"/page/%05d\",\"views\":10,\"title\":\"A page of the site\"}".formatted(document);
    }

    /** Makes the index, of one shard as Elasticsearch's default is but without replicas, and writes every document. */
    void load(URI server) throws IOException, InterruptedException {
        HttpClient client = HttpClient.newHttpClient();
        String settings = "{\"settings\":{\"number_of_shards\":1,\"number_of_replicas\":0}}";
        try {
            expectSuccess(client.send(put(server, "/" + index, settings), BodyHandlers.ofString()));
        } catch (ConnectException e) {
            throw new IOException("nothing listens at " + server, e);
        }
        loadDocuments(client, server);
        // written last, so that seq_no 0 is never its own: the condition of the row of conflicts is stale
        expectSuccess(client.send(put(server, "/" + index + "/_doc/hot", source(documents)), BodyHandlers.ofString()));
    }

    private void loadDocuments(HttpClient client, URI server) throws IOException, InterruptedException {
        Semaphore inFlight = new Semaphore(IN_FLIGHT_MAX);
        AtomicReference<Throwable> failure = new AtomicReference<>();
        for (int i = 0; i < documents && failure.get() == null; i++) {
            inFlight.acquire();
            HttpRequest request = put(server, "/" + index + "/_doc/" + i, source(i));
            var unused = client.sendAsync(request, BodyHandlers.ofString())
                    .thenAccept(Corpus::expectSuccess)
                    .whenComplete((done, error) -> {
                        failure.compareAndSet(null, error);
                        inFlight.release();
                    });
        }
        inFlight.acquire(IN_FLIGHT_MAX);
        Throwable failed = failure.get();
        if (failed != null) {
            throw new IOException("the documents could not be loaded", failed);
        }
    }

    /** Deletes the index. */
    void delete(URI server) throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(server.resolve("/" + index)).DELETE().build();
        HttpClient.newHttpClient().send(request, BodyHandlers.discarding());
    }

    private static HttpRequest put(URI server, String path, String body) {
        return HttpRequest.newBuilder(server.resolve(path))
                .header("Content-Type", "application/json")
                .PUT(BodyPublishers.ofString(body))
                .build();
    }

    private static void expectSuccess(HttpResponse<String> response) {
        if (response.statusCode() / 100 != 2) {
            throw new IllegalStateException(
                    response.request().uri() + " answered " + response.statusCode() + ": " + response.body());
        }
    }
}
