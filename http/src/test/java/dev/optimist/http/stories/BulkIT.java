package dev.optimist.http.stories;

import static org.assertj.core.api.Assertions.assertThat;

import dev.optimist.http.testing.RawHttp;
import dev.optimist.http.testing.RawHttp.Answer;
import dev.optimist.http.testing.TestServer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Bulk requests that are long, packed, cut or wrong, on a server that keeps hardly anything of them in memory. */
final class BulkIT {
    private static final Map<String, String> NDJSON =
            Map.of("Host", "localhost", "Content-Type", "application/x-ndjson");
    private static final int DOCUMENTS = 5_000;

    private final TestServer server = TestServer.start("--bulk-memory=4kb", "--max-content-length=2mb");
    private final RawHttp connection = RawHttp.connect(server.address());

    @AfterEach
    void stop() {
        connection.close();
        server.close();
        TestServer.assertNothingBlocked();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String lines(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(number -> "{\"index\":{\"_id\":\"" + number + "\"}}\n{\"number\":" + number + "}\n")
                .collect(Collectors.joining());
    }

    private Answer bulk(String path, Map<String, String> headers, byte[] body) {
        return connection.exchange("POST", path, headers, Optional.of(body));
    }

    private Answer get(String path) {
        return connection.exchange("GET", path, Map.of("Host", "localhost"), Optional.empty());
    }

    private static Map<String, String> with(String name, String value) {
        Map<String, String> headers = new TreeMap<>(NDJSON);
        headers.put(name, value);
        return headers;
    }

    private static byte[] packed(byte[] bytes) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(bytes);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return packed.toByteArray();
    }

    private void requireAll(String answer) {
        assertThat(answer).startsWith("{\"errors\":false,\"took\":").endsWith("}]}");
        assertThat(answer.split("\"status\":201", -1)).as("items").hasSize(DOCUMENTS + 1);
        assertThat(answer).contains("\"_seq_no\":" + (DOCUMENTS - 1) + ",");
        assertThat(get("/i/_source/" + (DOCUMENTS - 1)).text()).isEqualTo("{\"number\":" + (DOCUMENTS - 1) + "}");
    }

    @Test
    void longRequest_answerIsLongToo_bothPassThroughFiles() {
        requireAll(bulk("/i/_bulk", NDJSON, bytes(lines(0, DOCUMENTS))).text());
    }

    @Test
    void packedRequest_packedAnswer_areUnpackedAndPackedOnTheWay() throws IOException {
        Map<String, String> headers = new TreeMap<>(with("Content-Encoding", "gzip"));
        headers.put("Accept-Encoding", "gzip");

        Answer answer = bulk("/i/_bulk", headers, packed(bytes(lines(0, DOCUMENTS))));

        assertThat(answer.header("content-encoding")).hasValue("gzip");
        try (GZIPInputStream gzip = new GZIPInputStream(new ByteArrayInputStream(answer.body()))) {
            requireAll(new String(gzip.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    @Test
    void longAnswer_prettyAndFiltered_isRewrittenOnTheWay() {
        String answer = bulk("/i/_bulk?pretty&filter_path=items.*._id", NDJSON, bytes(lines(0, DOCUMENTS)))
                .text();

        assertThat(answer).startsWith("{\n  \"items\" : [\n    {\n      \"index\" : {\n        \"_id\" : \"0\"\n");
        assertThat(answer).endsWith("\"_id\" : \"4999\"\n      }\n    }\n  ]\n}\n");
    }

    @Test
    void lastLineIsWrong_nothingIsCarriedOut_andTheConnectionStays() {
        Answer answer = bulk("/i/_bulk", NDJSON, bytes(lines(0, DOCUMENTS) + "{\"nope\":{}}\n{}\n"));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text()).contains("Malformed action/metadata line [" + (2 * DOCUMENTS + 1) + "]");
        assertThat(get("/i").status()).as("the index").isEqualTo(404);
    }

    @Test
    void firstLineIsWrong_longBodyFollows_isRefusedAndTheConnectionStays() {
        Answer answer = bulk("/i/_bulk", NDJSON, bytes("{\"nope\":{}}\n{}\n" + lines(0, DOCUMENTS)));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(get("/i").status()).as("the index").isEqualTo(404);
    }

    @Test
    void bodyOverTheLimit_packed_isRefused() {
        byte[] body = bytes("{\"index\":{}}\n{\"a\":\"" + "x".repeat(3 << 20) + "\"}\n");

        assertThat(bulk("/i/_bulk", with("Content-Encoding", "gzip"), packed(body))
                        .status())
                .isEqualTo(413);
    }

    @Test
    void bodyIsNoGzip_isRefused() {
        Answer answer = bulk("/i/_bulk", with("Content-Encoding", "gzip"), bytes(lines(0, 10)));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text()).contains("Not in GZIP format");
    }

    @Test
    void clientGoesAwayWithinTheBody_nothingIsCarriedOut() {
        try (RawHttp cut = RawHttp.connect(server.address())) {
            cut.send("POST /i/_bulk HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-ndjson\r\n"
                    + "Content-Length: 1000000\r\n\r\n" + lines(0, 1_000));
        }

        assertThat(get("/i").status()).as("the index").isEqualTo(404);
    }

    @Test
    void documentNamedAsTheEndpoint_isADocument() {
        assertThat(connection
                        .exchange(
                                "PUT",
                                "/i/_doc/_bulk",
                                with("Content-Type", "application/json"),
                                Optional.of(bytes("{}")))
                        .status())
                .isEqualTo(201);
    }

    @Test
    void mget_longAnswer_isWhole() {
        bulk("/i/_bulk", NDJSON, bytes(lines(0, DOCUMENTS)));
        String ids = IntStream.range(0, DOCUMENTS).mapToObj(Integer::toString).collect(Collectors.joining(","));

        String answer = bulk("/i/_mget", with("Content-Type", "application/json"), bytes("{\"ids\":[" + ids + "]}"))
                .text();

        assertThat(answer.split("\"found\":true", -1)).hasSize(DOCUMENTS + 1);
        assertThat(answer).endsWith("\"_source\":{\"number\":4999}}]}");
    }
}
