package dev.optimist.load.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.netty.DisposableServer;

class LogServerTest {
    private final HttpClient client = HttpClient.newHttpClient();

    @TempDir
    private Path folder;

    private GroupLog log;
    private DisposableServer server;

    @BeforeEach
    void start() throws IOException {
        log = GroupLog.make(folder.resolve("log"));
        server = LogServer.start(0, log);
    }

    @AfterEach
    void stop() throws IOException {
        server.disposeNow();
        log.close();
    }

    @Test
    void bodies_ofManyAtOnce_areInTheLogOnceTheyAreAnswered() throws Exception {
        List<CompletableFuture<HttpResponse<byte[]>>> answers = IntStream.range(0, 200)
                .mapToObj(i -> client.sendAsync(put("{\"number\":" + i + "}\n"), BodyHandlers.ofByteArray()))
                .toList();

        for (CompletableFuture<HttpResponse<byte[]>> answer : answers) {
            assertThat(answer.get().body()).isEqualTo(FixedAnswerServer.ANSWER);
        }
        assertThat(Files.readAllLines(folder.resolve("log")))
                .containsExactlyInAnyOrderElementsOf(IntStream.range(0, 200)
                        .mapToObj(i -> "{\"number\":" + i + "}")
                        .toList());
    }

    @Test
    void get_answersAndLogsNothing() throws Exception {
        HttpResponse<byte[]> answer = client.send(HttpRequest.newBuilder(uri()).build(), BodyHandlers.ofByteArray());

        assertThat(answer.body()).isEqualTo(FixedAnswerServer.ANSWER);
        assertThat(folder.resolve("log")).isEmptyFile();
    }

    private HttpRequest put(String body) {
        return HttpRequest.newBuilder(uri()).PUT(BodyPublishers.ofString(body)).build();
    }

    private URI uri() {
        return URI.create("http://127.0.0.1:" + server.port() + "/pages/_doc/1");
    }
}
