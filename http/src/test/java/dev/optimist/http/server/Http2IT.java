package dev.optimist.http.server;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.optimist.http.testing.RawHttp;
import dev.optimist.http.testing.TestServer;
import dev.optimist.http.testkit.OptimistServer;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.ByteBufMono;
import reactor.netty.http.Http2SslContextSpec;
import reactor.netty.http.HttpProtocol;
import reactor.netty.http.client.Http2AllocationStrategy;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.client.HttpClientResponse;
import reactor.netty.resources.ConnectionProvider;

/** HTTP/2 as its clients speak it: Reactor Netty's by prior knowledge and encrypted, the JDK's encrypted. */
class Http2IT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static TestServer server;
    private static TestServer encrypted;
    private static ConnectionProvider oneConnection;
    private static HttpClient h2c;
    private static HttpClient h2;

    @BeforeAll
    static void start() throws SSLException {
        SslContext context = Http2SslContextSpec.forClient()
                .configure(builder -> builder.trustManager(InsecureTrustManagerFactory.INSTANCE))
                .sslContext();
        server = TestServer.start("--store=memory", "--max-content-length=4mb");
        encrypted = TestServer.start("--store=memory", "--tls-self-signed");
        oneConnection = ConnectionProvider.builder("one")
                .maxConnections(1)
                .allocationStrategy(Http2AllocationStrategy.builder()
                        .minConnections(0)
                        .maxConnections(1)
                        .build())
                .pendingAcquireMaxCount(-1)
                .build();
        h2c = HttpClient.create(oneConnection)
                .protocol(HttpProtocol.H2C)
                .baseUrl(server.uri("/").toString());
        h2 = HttpClient.newConnection()
                .protocol(HttpProtocol.H2)
                .baseUrl(encrypted.uri("/").toString())
                .secure(spec -> spec.sslContext(context));
    }

    @AfterAll
    static void stop() {
        oneConnection.dispose();
        server.close();
        encrypted.close();
        TestServer.assertNothingBlocked();
    }

    private record Answer(HttpClientResponse head, String text) {
        int status() {
            return head.status().code();
        }

        JsonNode json() {
            try {
                return JSON.readTree(text);
            } catch (IOException e) {
                throw new AssertionError("no JSON: " + text, e);
            }
        }
    }

    private static Mono<Answer> asked(HttpClient client, String method, String path, String body) {
        HttpClient.RequestSender request = client.headers(headers -> {
                    if (!body.isEmpty()) {
                        headers.set("Content-Type", "application/json");
                    }
                })
                .request(HttpMethod.valueOf(method))
                .uri(path);
        HttpClient.ResponseReceiver<?> sent = body.isEmpty()
                ? request
                : request.send(Mono.fromSupplier(() -> Unpooled.wrappedBuffer(body.getBytes(StandardCharsets.UTF_8))));
        return sent.responseSingle(Http2IT::answer);
    }

    private static Mono<Answer> answer(HttpClientResponse head, ByteBufMono body) {
        return body.asString().defaultIfEmpty("").map(text -> new Answer(head, text));
    }

    private static Answer ask(HttpClient client, String method, String path, String body) {
        return requireNonNull(asked(client, method, path, body).block(PATIENCE));
    }

    private static void assertThatDocumentLives(HttpClient client, String protocol) {
        Answer created = ask(client, "PUT", "/crud/_doc/" + protocol, "{\"views\":10}");
        assertThat(created.status()).isEqualTo(201);
        assertThat(created.head().version().text()).isEqualTo("HTTP/2.0");
        Answer read = ask(client, "GET", "/crud/_doc/" + protocol, "");
        assertThat(read.json().at("/_source/views").asInt()).isEqualTo(10);
        String condition = "?if_seq_no=" + read.json().get("_seq_no") + "&if_primary_term="
                + read.json().get("_primary_term");
        assertThat(ask(client, "PUT", "/crud/_doc/" + protocol + condition, "{\"views\":11}")
                        .status())
                .isEqualTo(200);
        Answer lost = ask(client, "PUT", "/crud/_doc/" + protocol + condition, "{\"views\":11}");
        assertThat(lost.status()).as("a condition that does not hold any more").isEqualTo(409);
        assertThat(lost.json().at("/error/type").asText()).isEqualTo("version_conflict_engine_exception");
        assertThat(ask(client, "POST", "/crud/_update/" + protocol, "{\"doc\":{\"views\":12}}")
                        .status())
                .isEqualTo(200);
        assertThat(ask(client, "HEAD", "/crud/_doc/" + protocol, "").status()).isEqualTo(200);
        assertThat(ask(client, "DELETE", "/crud/_doc/" + protocol, "").status()).isEqualTo(200);
        assertThat(ask(client, "GET", "/crud/_doc/" + protocol, "").status()).isEqualTo(404);
    }

    @Test
    void document_overPriorKnowledge_livesAndEnds() {
        assertThatDocumentLives(h2c, "h2c");
    }

    @Test
    void document_encrypted_livesAndEnds() {
        assertThatDocumentLives(h2, "h2");
    }

    @Test
    void bulk_thousandItems_areAllThere() {
        String body = IntStream.range(0, 1_000)
                .mapToObj(i ->
                        "{\"index\":{\"_id\":\"" + i + "\"}}\n{\"n\":" + i + ",\"text\":\"" + "x".repeat(500) + "\"}\n")
                .collect(Collectors.joining());
        JsonNode answer = ask(h2c, "POST", "/bulk/_bulk", body).json();
        assertThat(answer.get("errors").asBoolean()).isFalse();
        assertThat(answer.get("items")).hasSize(1_000);
        assertThat(ask(h2c, "GET", "/bulk/_count", "").json().get("count").asInt())
                .isEqualTo(1_000);
    }

    @Test
    void body_ofMegabytes_comesBackByteForByte() {
        String source = "{\"text\":\"" + "0123456789abcdef".repeat(150_000) + "\"}";
        assertThat(ask(h2c, "PUT", "/large/_doc/1", source).status()).isEqualTo(201);
        assertThat(ask(h2c, "GET", "/large/_source/1", "").text()).isEqualTo(source);
    }

    @Test
    void body_overTheLimit_is413AndTheConnectionGoesOn() {
        assertThat(ask(h2c, "PUT", "/large/_doc/2", "x".repeat(4 << 20) + "x").status())
                .isEqualTo(413);
        assertThat(ask(h2c, "GET", "/", "").status()).isEqualTo(200);
    }

    @Test
    void streams_manyAtOnceOfOneConnection_areEachAnsweredForTheirOwn() {
        List<Integer> wrong = Flux.range(0, 1_000)
                .flatMap(
                        i -> asked(h2c, "PUT", "/many/_doc/" + i, "{\"n\":" + i + "}")
                                .then(asked(h2c, "GET", "/many/_doc/" + i, ""))
                                .filter(read -> read.json().at("/_source/n").asInt() != i)
                                .map(read -> i),
                        /* concurrency= */ 200)
                .collectList()
                .block(PATIENCE);
        assertThat(wrong).isEmpty();
    }

    @Test
    void updates_ofOneDocumentOverManyStreams_loseNone() {
        ask(h2c, "PUT", "/hot/_doc/1", "{\"n\":0}");
        String script = "{\"script\":\"ctx._source.n++\"}";
        Flux.range(0, 100)
                .flatMap(i -> asked(h2c, "POST", "/hot/_update/1?retry_on_conflict=5", script), /* concurrency= */ 50)
                .doOnNext(answer -> assertThat(answer.status()).isEqualTo(200))
                .blockLast(PATIENCE);
        assertThat(ask(h2c, "GET", "/hot/_doc/1", "").json().at("/_source/n").asInt())
                .isEqualTo(100);
    }

    @Test
    void javaClient_encrypted_isSpokenToInWhatItOffers() throws Exception {
        for (java.net.http.HttpClient.Version version : java.net.http.HttpClient.Version.values()) {
            HttpResponse<String> answer = java.net.http.HttpClient.newBuilder()
                    .version(version)
                    .sslContext(trustingAll())
                    .build()
                    .send(put(encrypted.uri("/java/_doc/" + version)), BodyHandlers.ofString());
            assertThat(answer.statusCode()).isEqualTo(201);
            assertThat(answer.version()).isEqualTo(version);
        }
    }

    private static HttpRequest put(URI uri) {
        return HttpRequest.newBuilder(uri)
                .header("Content-Type", "application/json")
                .PUT(BodyPublishers.ofString("{}"))
                .build();
    }

    private static SSLContext trustingAll() throws GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, InsecureTrustManagerFactory.INSTANCE.getTrustManagers(), null);
        return context;
    }

    @Test
    void upgrade_ofHttp11_isNotTaken() {
        try (RawHttp connection = RawHttp.connect(server.address())) {
            for (int i = 0; i < 2; i++) {
                connection.send(RawHttp.lines(
                        "GET / HTTP/1.1",
                        "Host: localhost",
                        "Connection: Upgrade, HTTP2-Settings",
                        "Upgrade: h2c",
                        "HTTP2-Settings: AAMAAABkAAQAAP__"));
                assertThat(connection.receive("GET").status())
                        .as("answered as HTTP/1.1, and not with 101")
                        .isEqualTo(200);
            }
        }
    }

    @Test
    void preface_whereHttp2IsOff_endsTheConnection() {
        try (TestServer old = TestServer.start("--store=memory", "--http2=false");
                RawHttp connection = RawHttp.connect(old.address())) {
            connection.send("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
            assertThat(connection.answersUntilClosed()).noneMatch(answer -> answer.status() == 200);
        }
    }

    @Test
    void request_underWayAsTheServerCloses_isAnswered() {
        try (OptimistServer closing = OptimistServer.inMemory().start()) {
            HttpClient client = HttpClient.newConnection()
                    .protocol(HttpProtocol.H2C)
                    .baseUrl(closing.url().toString());
            closing.faults().delay("slow", "1", 1, Duration.ofMillis(700));
            Mono<Answer> answer = asked(client, "PUT", "/slow/_doc/1", "{}").cache();
            answer.subscribe();
            while (!ask(client, "GET", "/_prometheus/metrics", "").text().contains("optimist_requests_in_flight 2.0")) {
                Thread.onSpinWait();
            }
            closing.close();
            assertThat(answer.map(Answer::status).block(PATIENCE)).isEqualTo(201);
        }
    }
}
