package dev.optimist.http.history;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.optimist.http.history.Connection.Reply;
import dev.optimist.http.testing.RawHttp;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * More documents than the server's heap would hold, in bulk: all of them are there afterwards.
 *
 * <p>{@code -Dbulk.load.mb=1024} loads a gigabyte.
 */
final class BulkLoadIT {
    private static final int REQUEST_DOCUMENTS = 1_000;
    private static final int DOCUMENT_BYTES = 1_000;
    private static final int CLIENTS = 2;
    private static final String FILLING = "x".repeat(DOCUMENT_BYTES);

    @TempDir
    private Path folder;

    @Test
    void load_largerThanTheHeap_everyDocumentIsReadable() throws Exception {
        int requests = Integer.getInteger("bulk.load.mb", 100);
        ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
        try (ServerProcess server = ServerProcess.launch(folder.resolve("data"))) {
            int port = server.awaitPort();
            long start = System.nanoTime();
            inParallel(threads, requests, port, BulkLoadIT::load);
            double seconds = (System.nanoTime() - start) / 1e9;
            System.out.printf(
                    "bulk load: %d MB in requests of %d documents: %.1f MB/s, %.0f documents/s%n",
                    requests, REQUEST_DOCUMENTS, requests / seconds, requests * REQUEST_DOCUMENTS / seconds);
            inParallel(threads, requests, port, BulkLoadIT::check);
            server.kill();
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void oneBodyOf100Megabytes_smallHeap_isCarriedOut() throws Exception {
        int documents = 95_000;
        try (ServerProcess server = ServerProcess.launch(folder.resolve("data"), "-Xmx128m")) {
            int port = server.awaitPort();
            long start = System.nanoTime();
            RawHttp.Answer answer = send(port, documents);
            System.out.printf("one body of 100 MB: %.1f s%n", (System.nanoTime() - start) / 1e9);

            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.text()).startsWith("{\"errors\":false,").endsWith("}]}");
            assertThat(answer.text().split("\"status\":201", -1).length - 1)
                    .as("items")
                    .isEqualTo(documents);
            try (Connection connection = new Connection(port)) {
                for (int number = 0; number < documents; number += 9_999) {
                    assertThat(connection
                                    .exchange("GET", "/big/_source/" + number, "")
                                    .body())
                            .isEqualTo(document(number));
                }
            }
            try (Stream<Path> spooled = Files.list(folder.resolve("data").resolve("spool"))) {
                assertThat(spooled).as("files left behind").isEmpty();
            }
            server.kill();
        }
    }

    /** What is done with one request's worth of documents. */
    private interface Work {
        void run(Connection connection, int request) throws IOException;
    }

    private static void inParallel(ExecutorService threads, int requests, int port, Work work) throws Exception {
        List<Future<?>> clients = new ArrayList<>();
        for (int client = 0; client < CLIENTS; client++) {
            int first = client;
            clients.add(threads.submit(() -> {
                try (Connection connection = new Connection(port)) {
                    for (int request = first; request < requests; request += CLIENTS) {
                        work.run(connection, request);
                    }
                }
                return null;
            }));
        }
        for (Future<?> client : clients) {
            client.get();
        }
    }

    private static void load(Connection connection, int request) throws IOException {
        StringBuilder body = new StringBuilder();
        numbers(request)
                .forEach(number -> body.append("{\"index\":{\"_id\":\"" + number + "\"}}\n")
                        .append(document(number))
                        .append('\n'));
        Reply reply = connection.exchange("POST", "/loaded/_bulk?filter_path=errors", body.toString());
        assertThat(reply.body()).isEqualTo("{\"errors\":false}");
    }

    private static void check(Connection connection, int request) throws IOException {
        String ids = numbers(request).mapToObj(Integer::toString).collect(Collectors.joining("\",\"", "\"", "\""));
        Reply reply = connection.exchange("POST", "/loaded/_mget", "{\"ids\":[" + ids + "]}");
        JsonNode found = Replies.body(reply).required("docs");
        assertThat(found).hasSize(REQUEST_DOCUMENTS);
        found.forEach(document -> assertThat(document.required("_source").toString())
                .isEqualTo(document(document.required("_id").asInt())));
    }

    private static IntStream numbers(int request) {
        return IntStream.range(request * REQUEST_DOCUMENTS, (request + 1) * REQUEST_DOCUMENTS);
    }

    private static String document(int number) {
        return "{\"number\":" + number + ",\"filling\":\"" + FILLING + "\"}";
    }

    private static RawHttp.Answer send(int port, int documents) {
        long length = IntStream.range(0, documents)
                .mapToLong(number -> lines(number).length)
                .sum();
        try (RawHttp connection = RawHttp.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))) {
            connection.send("POST /big/_bulk HTTP/1.1\r\nHost: localhost\r\n"
                    + "Content-Type: application/x-ndjson\r\nContent-Length: " + length + "\r\n\r\n");
            for (int number = 0; number < documents; number++) {
                connection.send(lines(number));
            }
            return connection.receive("POST");
        }
    }

    private static byte[] lines(int number) {
        return ("{\"index\":{\"_id\":\"" + number + "\"}}\n" + document(number) + "\n")
                .getBytes(StandardCharsets.US_ASCII);
    }
}
