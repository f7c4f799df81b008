package dev.optimist.load.bench;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The documents that rows read and write: small ones with the ids 0 to {@code documents - 1}, and one named {@code hot}.
 *
 * @param index an index that nothing else uses
 * @param bytes of a document
 */
public record Corpus(String index, int documents, int bytes) {
    public static final int SMALL_BYTES = 62;

    private static final int IN_FLIGHT_MAX = 4;
    private static final int DOCUMENTS_PER_REQUEST = 1_000;
    private static final int BYTES_PER_REQUEST = 4_000_000;

    /** Returns the source of a document, of the bytes wanted for each of the first 100,000, and never below 62. */
    String source(int document) {
        String head = String.format(
                Locale.ROOT, "{\"page\":\"/page/%05d\",\"views\":10,\"title\":\"A page of the site", document);
        return head + " ".repeat(Math.max(0, bytes - SMALL_BYTES)) + "\"}";
    }

    /** Returns the part of it that reads of hot documents are about. */
    public Corpus hotTenth() {
        return new Corpus(index, Math.max(1, documents / 10), bytes);
    }

    /** Documents that are at a server, until it is closed. */
    public record Loaded(Corpus corpus, URI server) implements AutoCloseable {
        @Override
        public void close() throws IOException, InterruptedException {
            corpus.delete(server);
        }
    }

    /** Makes the documents of an index of that name. */
    public static Loaded loaded(String index, int documents, int bytes, URI server)
            throws IOException, InterruptedException {
        Corpus corpus = new Corpus(index, documents, bytes);
        corpus.load(server);
        return new Loaded(corpus, server);
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
        inParts((begin, end) -> client.sendAsync(bulk(server, begin, end), BodyHandlers.ofString())
                .thenAccept(Corpus::expectAllWritten));
    }

    /** Reads every document once, so that a server which keeps in memory what is in use has it there. */
    public void read(URI server) throws IOException, InterruptedException {
        HttpClient client = HttpClient.newHttpClient();
        inParts((begin, end) -> client.sendAsync(multiGet(server, begin, end), BodyHandlers.ofString())
                .thenAccept(Corpus::expectAllFound));
    }

    /** A request about the documents from one number to before another. */
    private interface Part {
        CompletableFuture<Void> send(int begin, int end);
    }

    private void inParts(Part part) throws IOException, InterruptedException {
        Semaphore inFlight = new Semaphore(IN_FLIGHT_MAX);
        AtomicReference<Throwable> failure = new AtomicReference<>();
        int step = Math.max(1, Math.min(DOCUMENTS_PER_REQUEST, BYTES_PER_REQUEST / bytes));
        for (int i = 0; i < documents && failure.get() == null; i += step) {
            inFlight.acquire();
            var unused = part.send(i, Math.min(i + step, documents)).whenComplete((done, error) -> {
                failure.compareAndSet(null, error);
                inFlight.release();
            });
        }
        inFlight.acquire(IN_FLIGHT_MAX);
        Throwable failed = failure.get();
        if (failed != null) {
            throw new IOException("the documents could not be written or read: " + failed, failed);
        }
    }

    private HttpRequest multiGet(URI server, int begin, int end) {
        String ids =
                IntStream.range(begin, end).mapToObj(id -> "\"" + id + "\"").collect(Collectors.joining(","));
        return HttpRequest.newBuilder(server.resolve("/" + index + "/_mget?_source=false"))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"ids\":[" + ids + "]}"))
                .build();
    }

    private HttpRequest bulk(URI server, int begin, int end) {
        StringBuilder lines = new StringBuilder();
        for (int i = begin; i < end; i++) {
            lines.append("{\"index\":{\"_id\":\"")
                    .append(i)
                    .append("\"}}\n")
                    .append(source(i))
                    .append('\n');
        }
        return HttpRequest.newBuilder(server.resolve("/" + index + "/_bulk?filter_path=errors"))
                .header("Content-Type", "application/x-ndjson")
                .POST(BodyPublishers.ofString(lines.toString()))
                .build();
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

    private static void expectAllWritten(HttpResponse<String> response) {
        expectSuccess(response);
        if (!response.body().contains("\"errors\":false")) {
            throw new IllegalStateException(response.request().uri() + " refused documents: " + response.body());
        }
    }

    private static void expectAllFound(HttpResponse<String> response) {
        expectSuccess(response);
        if (response.body().contains("\"found\":false")) {
            throw new IllegalStateException(response.request().uri() + " does not find every document");
        }
    }

    private static void expectSuccess(HttpResponse<String> response) {
        if (response.statusCode() / 100 != 2) {
            throw new IllegalStateException(
                    response.request().uri() + " answered " + response.statusCode() + ": " + response.body());
        }
    }
}
