package dev.optimist.load.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;

class CorpusTest {
    @ParameterizedTest
    @ValueSource(ints = {0, 19_999, 99_999})
    void source_is62Bytes(int document) {
        assertThat(new Corpus("pages", 1, Corpus.SMALL_BYTES).source(document).getBytes(StandardCharsets.UTF_8))
                .hasSize(62);
    }

    @Test
    void source_isAsLongAsWanted() {
        assertThat(new Corpus("pages", 1, 1024).source(7)).hasSize(1024);
    }

    @Test
    void read_asksForEachDocumentOnce() throws Exception {
        Queue<String> bodies = new ConcurrentLinkedQueue<>();
        DisposableServer server = answering("{\"docs\":[{\"found\":true}]}", bodies);
        try {
            new Corpus("pages", 2_500, Corpus.SMALL_BYTES).read(uri(server));
        } finally {
            server.disposeNow();
        }
        assertThat(bodies.stream()
                        .flatMap(body ->
                                Pattern.compile("\"(\\d+)\"").matcher(body).results())
                        .map(id -> Integer.valueOf(id.group(1))))
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, 2_500).boxed().toList());
    }

    @Test
    void read_documentIsMissing_fails() {
        DisposableServer server = answering("{\"docs\":[{\"found\":false}]}", new ConcurrentLinkedQueue<>());
        try {
            Corpus corpus = new Corpus("pages", 1, Corpus.SMALL_BYTES);
            assertThatThrownBy(() -> corpus.read(uri(server)))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("does not find every document");
        } finally {
            server.disposeNow();
        }
    }

    private static DisposableServer answering(String answer, Queue<String> bodies) {
        return HttpServer.create()
                .host("127.0.0.1")
                .port(0)
                .handle((request, response) -> response.sendString(request.receive()
                        .aggregate()
                        .asString()
                        .doOnNext(bodies::add)
                        .thenReturn(answer)))
                .bindNow();
    }

    private static URI uri(DisposableServer server) {
        return URI.create("http://127.0.0.1:" + server.port());
    }
}
