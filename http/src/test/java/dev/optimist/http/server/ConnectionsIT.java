package dev.optimist.http.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.optimist.http.testing.RawHttp;
import dev.optimist.http.testing.RawHttp.Answer;
import dev.optimist.http.testing.RawHttp.Header;
import dev.optimist.http.testing.TestServer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What happens on the wire, byte by byte. */
class ConnectionsIT {
    private static final String HOST = "Host: localhost";

    private static TestServer server;
    private RawHttp connection;

    @BeforeAll
    static void start() {
        server = TestServer.start("--max-content-length=64kb");
    }

    @AfterAll
    static void stop() {
        server.close();
        TestServer.assertNothingBlocked();
    }

    @BeforeEach
    void connect() {
        connection = RawHttp.connect(server.address());
    }

    @AfterEach
    void disconnect() {
        connection.close();
    }

    @Test
    void answer_created_headersInOrderAndCase() {
        Answer answer = put("/wire/_doc/1?refresh", "{}", Map.of("X-Opaque-Id", "abc"));
        assertThat(answer.headers())
                .as("as Elasticsearch sends them, but for the tag")
                .extracting(Header::name)
                .filteredOn(name -> !name.equals("ETag"))
                .containsExactly("Location", "X-elastic-product", "x-opaque-id", "content-type", "content-length");
        assertThat(answer.header("x-opaque-id")).as("echoed").contains("abc");
    }

    @Test
    void connection_manyRequests_staysOpen() {
        for (int i = 0; i < 3; i++) {
            assertThat(put("/wire/_doc/keep", "{}", Map.of()).status())
                    .as("request %d", i)
                    .isBetween(200, 201);
        }
        assertThat(put("/wire/_doc/keep", "{", Map.of()).status())
                .as("an error")
                .isEqualTo(400);
        assertThat(put("/wire/_doc/keep", "{}", Map.of()).status())
                .as("after an error")
                .isEqualTo(200);
    }

    @Test
    void requests_pipelined_answeredInOrder() {
        connection.send(RawHttp.lines("GET /wire/_doc/none HTTP/1.1", HOST)
                + RawHttp.lines("GET /_cluster/health HTTP/1.1", HOST)
                + RawHttp.lines("GET /x y HTTP/1.1", HOST));
        assertThat(connection.receive("GET").status()).as("first").isEqualTo(404);
        assertThat(connection.receive("GET").status()).as("second").isEqualTo(200);
        assertThat(connection.receive("GET").status()).as("third, malformed").isEqualTo(400);
        assertThat(connection.closedByServer()).as("after a malformed request").isTrue();
    }

    @Test
    void head_answer_hasLengthOfGetAndNoBody() {
        put("/wire/_doc/head", "{\"a\":1}", Map.of());
        Answer get = connection.exchange("GET", "/wire/_doc/head", Map.of("Host", "localhost"), Optional.empty());
        Answer head = connection.exchange("HEAD", "/wire/_doc/head", Map.of("Host", "localhost"), Optional.empty());
        assertThat(head.header("content-length")).as("HEAD").isEqualTo(get.header("content-length"));
        assertThat(connection
                        .exchange("GET", "/", Map.of("Host", "localhost"), Optional.empty())
                        .status())
                .as("no body came that nobody read")
                .isEqualTo(200);
    }

    @Test
    void requestLine_over4096Bytes_errorAndClosed() {
        connection.send(RawHttp.lines("GET /" + "x".repeat(4096) + " HTTP/1.1", HOST));
        assertRefused("too_long_http_line_exception", "An HTTP line is larger than 4096 bytes.");
    }

    @Test
    void headers_over16384Bytes_errorAndClosed() {
        connection.send(RawHttp.lines("GET / HTTP/1.1", HOST, "X-Long: " + "x".repeat(16_400)));
        assertRefused("too_long_http_header_exception", "HTTP header is larger than 16384 bytes.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nx",
                "GET / HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: localhost\r\nX-Nul: a\u0000b\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n",
                "PUT /wire/_doc/1 HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"
            })
    void request_malformed_400AndClosed(String request) {
        connection.send(request);
        assertThat(connection.receive("GET").status()).as("malformed").isEqualTo(400);
        assertThat(connection.closedByServer())
                .as("what follows cannot be trusted")
                .isTrue();
    }

    @Test
    void body_announcedTooLong_413AndClosed() {
        connection.send(RawHttp.lines("PUT /wire/_doc/big HTTP/1.1", HOST, "Content-Length: 65537"));
        Answer answer = connection.receive("PUT");
        assertThat(answer.status()).as("over the limit").isEqualTo(413);
        assertThat(answer.body()).as("413 says nothing").isEmpty();
        assertThat(connection.closedByServer()).as("the body is not read").isTrue();
    }

    @Test
    void body_chunksTooLong_413AndClosed() {
        connection.send(RawHttp.lines("PUT /wire/_doc/big HTTP/1.1", HOST, "Transfer-Encoding: chunked"));
        connection.send("10001\r\n" + "x".repeat(65_537) + "\r\n");
        assertThat(connection.receive("PUT").status()).as("over the limit").isEqualTo(413);
        assertThat(connection.closedByServer()).as("the rest is not read").isTrue();
    }

    @Test
    void body_chunked_isStored() {
        connection.send(RawHttp.lines(
                "PUT /wire/_doc/chunked HTTP/1.1",
                HOST,
                "Content-Type: application/json",
                "Transfer-Encoding: chunked"));
        connection.send("5\r\n{\"a\":\r\n");
        connection.send("2\r\n1}\r\n0\r\n\r\n");
        assertThat(connection.receive("PUT").status()).as("in two chunks").isEqualTo(201);
        assertThat(source("chunked")).as("one body").isEqualTo("{\"a\":1}");
    }

    @Test
    void expect_continue_isAnsweredBeforeTheBody() {
        connection.send(RawHttp.lines(
                "PUT /wire/_doc/expect HTTP/1.1",
                HOST,
                "Content-Type: application/json",
                "Expect: 100-continue",
                "Content-Length: 2"));
        assertThat(connection.receive("PUT").status()).as("go on").isEqualTo(100);
        connection.send("{}");
        assertThat(connection.receive("PUT").status()).as("the answer itself").isEqualTo(201);
    }

    @Test
    void expect_tooLongABody_413WithoutContinue() {
        connection.send(
                RawHttp.lines("PUT /wire/_doc/big HTTP/1.1", HOST, "Expect: 100-continue", "Content-Length: 65537"));
        assertThat(connection.receive("PUT").status()).as("do not go on").isEqualTo(413);
    }

    @Test
    void expect_other_417() {
        connection.send(RawHttp.lines("PUT /wire/_doc/1 HTTP/1.1", HOST, "Expect: miracles", "Content-Length: 2"));
        assertThat(connection.receive("PUT").status()).as("cannot be met").isEqualTo(417);
    }

    @Test
    void gzip_requestAndAnswer_areUnderstood() throws IOException {
        byte[] packed = gzip("{\"packed\":true}");
        Map<String, String> headers =
                Map.of("Host", "localhost", "Content-Type", "application/json", "Content-Encoding", "gzip");
        Answer put = connection.exchange("PUT", "/wire/_doc/gzip", headers, Optional.of(packed));
        assertThat(put.status()).as(put.text()).isEqualTo(201);
        Answer get = connection.exchange(
                "GET",
                "/wire/_source/gzip",
                Map.of("Host", "localhost", "Accept-Encoding", "deflate, gzip;q=0.5"),
                Optional.empty());
        assertThat(get.header("content-encoding")).as("as asked").contains("gzip");
        assertThat(new GZIPInputStream(new ByteArrayInputStream(get.body())).readAllBytes())
                .as("unpacked")
                .isEqualTo("{\"packed\":true}".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void gzip_unpacksToTooMuch_413() throws IOException {
        byte[] bomb = gzip("{\"a\":\"" + "x".repeat(1 << 20) + "\"}");
        Map<String, String> headers = Map.of("Host", "localhost", "Content-Encoding", "gzip");
        assertThat(connection
                        .exchange("PUT", "/wire/_doc/bomb", headers, Optional.of(bomb))
                        .status())
                .as("%d bytes that unpack to a megabyte", bomb.length)
                .isEqualTo(413);
    }

    @Test
    void gzip_isNone_400() {
        Map<String, String> headers = Map.of("Host", "localhost", "Content-Encoding", "gzip");
        assertThat(connection
                        .exchange("PUT", "/wire/_doc/x", headers, Optional.of(new byte[] {1, 2, 3}))
                        .status())
                .as("not gzip")
                .isEqualTo(400);
    }

    @Test
    void http10_withoutKeepAlive_answeredAndClosed() {
        connection.send(RawHttp.lines("GET /_cluster/health HTTP/1.0"));
        assertThat(connection.receive("GET").status()).as("HTTP/1.0").isEqualTo(200);
        assertThat(connection.closedByServer()).as("as HTTP/1.0 does").isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "LOCALHOST:1234", "127.0.0.1:9200", "[::1]:9200"})
    void host_loopbackName_isServed(String host) {
        connection.send(RawHttp.lines("GET / HTTP/1.1", "Host: " + host));
        assertThat(connection.receive("GET").status()).as(host).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"evil.example", "localhost.evil.example:9200", "127.0.0.1.evil.example"})
    void host_foreignName_403(String host) {
        connection.send(RawHttp.lines("GET / HTTP/1.1", "Host: " + host));
        Answer answer = connection.receive("GET");
        assertThat(answer.status()).as("a page under a name of its own").isEqualTo(403);
        assertThat(answer.text()).as("says why").contains("security_exception").contains(host);
    }

    @Test
    void origin_foreign_403AndNothingWritten() {
        Map<String, String> headers = Map.of("Origin", "http://evil.example", "Content-Type", "application/json");
        assertThat(put("/wire/_doc/evil", "{}", headers).status())
                .as("another origin")
                .isEqualTo(403);
        connect();
        assertThat(connection
                        .exchange("GET", "/wire/_doc/evil", Map.of("Host", "localhost"), Optional.empty())
                        .status())
                .as("nothing was written")
                .isEqualTo(404);
    }

    @Test
    void origin_sameHost_isServed() {
        Map<String, String> headers = Map.of("Origin", "http://localhost", "Content-Type", "application/json");
        assertThat(put("/wire/_doc/same", "{}", headers).status())
                .as("its own origin")
                .isEqualTo(201);
    }

    @Test
    void form_fromBrowser_406() {
        Map<String, String> headers =
                Map.of("Sec-Fetch-Site", "same-origin", "Content-Type", "application/x-www-form-urlencoded");
        assertThat(put("/wire/_doc/form", "{}", headers).status())
                .as("a form in a page")
                .isEqualTo(406);
    }

    @Test
    void scrape_prometheus_hasMeters() {
        Answer answer =
                connection.exchange("GET", "/_prometheus/metrics", Map.of("Host", "localhost"), Optional.empty());
        assertThat(answer.status()).as("the scrape").isEqualTo(200);
        assertThat(answer.text()).as("meters").contains("# HELP").contains("jvm_memory");
    }

    private Answer put(String path, String body, Map<String, String> more) {
        Map<String, String> headers = new LinkedHashMap<>(Map.of("Host", "localhost"));
        headers.putAll(more);
        return connection.exchange("PUT", path, headers, Optional.of(body.getBytes(StandardCharsets.UTF_8)));
    }

    private String source(String id) {
        return connection
                .exchange("GET", "/wire/_source/" + id, Map.of("Host", "localhost"), Optional.empty())
                .text();
    }

    private void assertRefused(String type, String reason) {
        Answer answer = connection.receive("GET");
        assertThat(answer.status()).as(answer.text()).isEqualTo(400);
        assertThat(answer.text())
                .as("the recorded error")
                .isEqualTo(
                        "{\"error\":{\"root_cause\":[{\"type\":\"%s\",\"reason\":\"%s\"}],\"type\":\"%s\",\"reason\":\"%s\"},\"status\":400}"
                                .formatted(type, reason, type, reason));
        assertThat(connection.closedByServer()).as("what follows is lost").isTrue();
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }
}
