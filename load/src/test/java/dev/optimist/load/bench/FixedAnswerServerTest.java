package dev.optimist.load.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.netty.DisposableServer;

class FixedAnswerServerTest {
    private final DisposableServer server = FixedAnswerServer.start(0);

    @AfterEach
    void stop() {
        server.disposeNow();
    }

    @Test
    void get_answers170Bytes() throws Exception {
        assertFixed(request("/pages/_doc/1").GET().build());
    }

    @ParameterizedTest
    @ValueSource(strings = {"PUT", "POST", "DELETE"})
    void anythingElse_answersTheSameOnceItsBodyWasRead(String method) throws Exception {
        assertFixed(request("/pages/_doc/1")
                .method(method, BodyPublishers.ofByteArray(new byte[1_000_000]))
                .build());
        assertFixed(
                request("/pages/_doc/1").method(method, BodyPublishers.noBody()).build());
    }

    private void assertFixed(HttpRequest request) throws Exception {
        HttpResponse<byte[]> response = HttpClient.newHttpClient().send(request, BodyHandlers.ofByteArray());
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).hasSize(170);
        assertThat(response.headers().firstValue("content-length")).hasValue("170");
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path));
    }
}
