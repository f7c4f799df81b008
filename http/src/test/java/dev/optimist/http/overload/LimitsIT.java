package dev.optimist.http.overload;

import static org.assertj.core.api.Assertions.assertThat;

import dev.optimist.http.testing.JsonClient;
import dev.optimist.http.testing.RawHttp;
import dev.optimist.http.testing.RawHttp.Answer;
import dev.optimist.http.testing.TestServer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Whatever is over a limit is refused at once, and the rest goes on. */
class LimitsIT {
    private static final long PATIENCE_NANOS = 20_000_000_000L;
    private static final Map<String, String> HEADERS = Map.of("Host", "localhost", "Content-Type", "application/json");

    private static Answer send(TestServer server, String method, String path, String body) {
        try (RawHttp connection = RawHttp.connect(server.address())) {
            Optional<byte[]> bytes =
                    body.isEmpty() ? Optional.empty() : Optional.of(body.getBytes(StandardCharsets.UTF_8));
            return connection.exchange(method, path, HEADERS, bytes);
        }
    }

    /** Sends the head of a request, and nothing of the body that it announces. */
    private static RawHttp announce(TestServer server, int bytes) {
        RawHttp connection = RawHttp.connect(server.address());
        connection.send(RawHttp.lines(
                "PUT /big/_doc/1 HTTP/1.1",
                "Host: localhost",
                "Content-Type: application/json",
                "Content-Length: " + bytes));
        return connection;
    }

    private static void assertRejected(Answer answer) {
        assertThat(answer.status()).isEqualTo(429);
        assertThat(answer.header("Retry-After")).hasValue("1");
        assertThat(answer.text()).contains("\"type\":\"es_rejected_execution_exception\"");
    }

    private static String meters(TestServer server) {
        return send(server, "GET", "/_prometheus/metrics", "").text();
    }

    /** What a client has sent is not always what the server has seen of it yet. */
    private static void await(TestServer server, String line) {
        long patience = System.nanoTime() + 20_000_000_000L;
        while (!meters(server).contains(line)) {
            assertThat(System.nanoTime()).as("no " + line).isLessThan(patience);
            Thread.onSpinWait();
        }
    }

    @Test
    void bodies_announcedOverTheBudget_areRefusedBeforeTheyCome() {
        try (TestServer server = TestServer.start("--max-in-flight-size=1mb")) {
            try (RawHttp first = announce(server, 400_000)) {
                await(server, "optimist_in_flight_size_bytes 400000.0");
                try (RawHttp second = announce(server, 400_000)) {
                    Answer refused = second.receive("PUT");
                    assertRejected(refused);
                    assertThat(refused.text()).contains("rejected execution of coordinating operation");
                    assertThat(second.closedByServer()).isTrue();
                }
                assertThat(send(server, "PUT", "/small/_doc/1", "{}").status())
                        .as("others find room")
                        .isEqualTo(201);
                assertThat(meters(server)).contains("optimist_rejections_total{reason=\"bytes\"} 1.0");
                first.send("{");
            }
            await(server, "optimist_in_flight_size_bytes 0.0");
        }
    }

    @Test
    void body_longerThanCanEverBeTaken_isTooLarge() {
        try (TestServer server = TestServer.start("--max-in-flight-size=1mb");
                RawHttp connection = announce(server, 600_000)) {
            assertThat(connection.receive("PUT").status()).isEqualTo(413);
        }
    }

    @Test
    void body_inChunksOverTheBudget_isRefusedAsItComes() {
        try (TestServer server = TestServer.start("--max-in-flight-size=1mb");
                RawHttp connection = RawHttp.connect(server.address())) {
            connection.send(RawHttp.lines(
                    "PUT /big/_doc/1 HTTP/1.1",
                    "Host: localhost",
                    "Content-Type: application/json",
                    "Transfer-Encoding: chunked"));
            connection.send("80000\r\n" + "{".repeat(0x80000) + "\r\n");
            connection.send("10000\r\n" + "{".repeat(0x10000));
            assertRejected(connection.receive("PUT"));
            await(server, "optimist_in_flight_size_bytes 0.0");
        }
    }

    @Test
    void requests_overTheirNumber_areRefusedAndTheirConnectionGoesOn() {
        try (TestServer server = TestServer.start("--max-requests=2");
                RawHttp client = RawHttp.connect(server.address())) {
            try (RawHttp first = announce(server, 100_000)) {
                await(server, "optimist_requests_in_flight 2.0"); // with the scrape itself
                try (RawHttp second = takeLastPlace(server, client)) {
                    assertRejected(put(client));
                    second.send("{");
                }
                first.send("{");
            }
            assertThat(untilTaken(client).status()).isIn(200, 201);
        }
    }

    /** Announces again while it is refused itself: who has its answer may count a moment longer. */
    private static RawHttp takeLastPlace(TestServer server, RawHttp client) {
        long patience = System.nanoTime() + PATIENCE_NANOS;
        RawHttp second = announce(server, 100_000);
        while (put(client).status() != 429) {
            assertThat(System.nanoTime()).as("patience").isLessThan(patience);
            second.close();
            second = announce(server, 100_000);
        }
        return second;
    }

    /** Writes until that is refused no longer, for the server may learn later of what others have done. */
    private static Answer untilTaken(RawHttp client) {
        long patience = System.nanoTime() + PATIENCE_NANOS;
        Answer answer = put(client);
        while (answer.status() == 429) {
            assertThat(System.nanoTime()).as("patience").isLessThan(patience);
            answer = put(client);
        }
        return answer;
    }

    private static Answer put(RawHttp client) {
        return client.exchange("PUT", "/until/_doc/1", HEADERS, Optional.of("{}".getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void requests_pipelinedOverTheirNumber_areRefusedInTurn() {
        try (TestServer server = TestServer.start("--max-pipelined-requests=4");
                RawHttp connection = RawHttp.connect(server.address())) {
            send(server, "PUT", "/pipelined", "");
            String put = RawHttp.lines(
                            "PUT /pipelined/_doc/1 HTTP/1.1",
                            "Host: localhost",
                            "Content-Type: application/json",
                            "Content-Length: 2")
                    + "{}";
            connection.send(put.repeat(40));
            int refused = 0;
            for (int n = 0; n < 40; n++) {
                Answer answer = connection.receive("PUT");
                assertThat(answer.status()).isIn(200, 201, 429);
                refused += answer.status() == 429 ? 1 : 0;
            }
            assertThat(refused).isBetween(1, 36);
        }
    }

    @Test
    void connections_overTheirNumber_areTurnedAway() {
        try (TestServer server = TestServer.start("--max-connections=2");
                RawHttp first = RawHttp.connect(server.address());
                RawHttp second = RawHttp.connect(server.address())) {
            assertThat(first.exchange("GET", "/", HEADERS, Optional.empty()).status())
                    .isEqualTo(200);
            assertThat(second.exchange("GET", "/", HEADERS, Optional.empty()).status())
                    .isEqualTo(200);
            try (RawHttp third = RawHttp.connect(server.address())) {
                assertThat(third.receive("GET").status()).isEqualTo(429);
                assertThat(third.closedByServer()).isTrue();
            }
            assertThat(first.exchange("GET", "/", HEADERS, Optional.empty()).status())
                    .isEqualTo(200);
        }
    }

    @Test
    void answer_thatNobodyReads_losesItsConnection() {
        try (TestServer server = TestServer.start("--read-timeout=2s");
                RawHttp deaf = RawHttp.connect(server.address())) {
            String document = "{\"text\":\"" + "x".repeat(20_000_000) + "\"}";
            assertThat(send(server, "PUT", "/large/_doc/1", document).status()).isEqualTo(201);
            deaf.send(RawHttp.lines("GET /large/_doc/1 HTTP/1.1", "Host: localhost"));
            await(server, "optimist_http_connections_open 2.0");
            await(server, "optimist_http_connections_open 1.0");
            await(server, "optimist_in_flight_size_bytes 0.0");
        }
    }

    @Test
    void document_withAMillionKeys_isTakenOrRefusedInTime() {
        try (TestServer server = TestServer.start()) {
            String keys = IntStream.range(0, 1_000_000)
                    .mapToObj(n -> "\"k" + n + "\":0")
                    .collect(Collectors.joining(",", "{", "}"));
            assertThat(new JsonClient(server.uri("/")).put("/keys/_doc/1", keys).status())
                    .isIn(201, 400);
        }
    }

    @Test
    void document_nestedTooDeep_isRefused() {
        try (TestServer server = TestServer.start()) {
            String deep = "{\"a\":".repeat(1_001) + "0" + "}".repeat(1_001);
            assertThat(send(server, "PUT", "/deep/_doc/1", deep).status()).isEqualTo(400);
        }
    }
}
