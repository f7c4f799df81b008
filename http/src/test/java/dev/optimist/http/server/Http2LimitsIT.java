package dev.optimist.http.server;

import static dev.optimist.http.testing.RawHttp2.ACK;
import static dev.optimist.http.testing.RawHttp2.CONTINUATION;
import static dev.optimist.http.testing.RawHttp2.DATA;
import static dev.optimist.http.testing.RawHttp2.END_HEADERS;
import static dev.optimist.http.testing.RawHttp2.GOAWAY;
import static dev.optimist.http.testing.RawHttp2.HEADERS;
import static dev.optimist.http.testing.RawHttp2.PING;
import static dev.optimist.http.testing.RawHttp2.RST_STREAM;
import static dev.optimist.http.testing.RawHttp2.SETTINGS;
import static dev.optimist.http.testing.RawHttp2.fields;
import static org.assertj.core.api.Assertions.assertThat;

import dev.optimist.http.testing.JsonClient;
import dev.optimist.http.testing.RawHttp;
import dev.optimist.http.testing.RawHttp2;
import dev.optimist.http.testing.RawHttp2.Answer;
import dev.optimist.http.testing.RawHttp2.Frame;
import dev.optimist.http.testing.TestServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a client of HTTP/2 may not do costs it the stream, or the connection, and nobody else anything. */
class Http2LimitsIT {
    private static final int PROTOCOL_ERROR = 1;
    private static final int REFUSED_STREAM = 7;
    private static final int CANCEL = 8;
    private static final int ENHANCE_YOUR_CALM = 11;
    private static final int INITIAL_WINDOW_SIZE = 4;

    private static TestServer server;
    private RawHttp2 connection;

    @BeforeAll
    static void start() {
        server = TestServer.start(
                "--store=memory",
                "--max-content-length=300kb",
                "--max-in-flight-size=1mb",
                "--max-connection-in-flight-size=400kb",
                "--max-pipelined-requests=4",
                "--max-requests=6",
                "--read-timeout=500ms",
                "--request-timeout=1s",
                "--idle-timeout=1s");
        new JsonClient(server.uri("/")).put("/limits/_doc/1", "{\"text\":\"" + "x".repeat(100_000) + "\"}");
    }

    @AfterAll
    static void stop() {
        server.close();
        TestServer.assertNothingBlocked();
    }

    @BeforeEach
    void connect() {
        connection = RawHttp2.connect(server.address());
    }

    /** Whatever a client has done, in the end nothing is held for it. */
    @AfterEach
    void disconnect() {
        connection.close();
        JsonClient other = new JsonClient(server.uri("/"));
        long patience = System.nanoTime() + 20_000_000_000L;
        while (true) {
            String meters = other.get("/_prometheus/metrics").text();
            if (meters.contains("optimist_in_flight_size_bytes 0.0")
                    && meters.contains("optimist_requests_in_flight 1.0")) { // the scrape itself
                return;
            }
            assertThat(System.nanoTime()).as(meters).isLessThan(patience);
            Thread.onSpinWait();
        }
    }

    private Answer get(int stream, String path) {
        connection.request(stream, "GET", path, /* ends= */ true);
        return connection.answer(stream);
    }

    private void announce(int stream, int bytes) {
        connection.request(stream, "PUT", "/limits/_doc/2", /* ends= */ false, "content-length", "" + bytes);
    }

    private void assertGoesOn(int stream) {
        assertThat(get(stream, "/").status()).as("others go on").isEqualTo(200);
    }

    private void assertEnds(int error) {
        assertThat(connection.receive(GOAWAY).error()).isEqualTo(error);
        assertThat(connection.closedByServer()).isTrue();
    }

    @Test
    void authority_unknown_isRefusedAsHostIs() {
        connection.send(
                HEADERS,
                END_HEADERS | RawHttp2.END_STREAM,
                1,
                fields(":method", "GET", ":path", "/", ":scheme", "http", ":authority", "evil.example"));
        Answer refused = connection.answer(1);
        try (RawHttp older = RawHttp.connect(server.address())) {
            older.send(RawHttp.lines("GET / HTTP/1.1", "Host: evil.example"));
            RawHttp.Answer same = older.receive("GET");
            assertThat(refused.status()).isEqualTo(same.status());
            assertThat(refused.text()).isEqualTo(same.text()).contains("evil.example");
        }
        assertGoesOn(3);
    }

    @Test
    void host_otherThanAuthority_isMalformed() {
        connection.request(1, "GET", "/", /* ends= */ true, "host", "evil.example");
        assertThat(connection.answer(1).error()).isEqualTo(PROTOCOL_ERROR);
        assertGoesOn(3);
    }

    @Test
    void request_malformed_isReset() {
        connection.request(1, "GET", "/", /* ends= */ true, "Upper-Case", "x");
        assertThat(connection.answer(1).error()).isEqualTo(PROTOCOL_ERROR);
        connection.request(3, "GET", "/", /* ends= */ true, "connection", "close");
        assertThat(connection.answer(3).error()).isEqualTo(PROTOCOL_ERROR);
        connection.request(5, "GET", "/", /* ends= */ true, "x-late", "x", ":path", "/_doc");
        assertThat(connection.answer(5).error()).isEqualTo(PROTOCOL_ERROR);
        connection.send(HEADERS, END_HEADERS | RawHttp2.END_STREAM, 7, fields(":method", "GET", ":scheme", "http"));
        assertThat(connection.answer(7).error()).isEqualTo(PROTOCOL_ERROR);
        announce(9, 3);
        connection.data(9, "{\"a\":1}", /* ends= */ true);
        assertThat(connection.answer(9).error()).as("longer than announced").isEqualTo(PROTOCOL_ERROR);
        assertGoesOn(11);
    }

    @Test
    void path_tooLong_isSaidSo() {
        Answer refused = get(1, "/" + "x".repeat(4096));
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.text()).contains("too_long_http_line_exception");
        assertGoesOn(3);
    }

    @Test
    void headers_tooLong_are431() {
        connection.request(1, "GET", "/", /* ends= */ true, "x-long", "x".repeat(16_300));
        assertThat(connection.answer(1).status()).isEqualTo(431);
        assertGoesOn(3);
    }

    @Test
    void streams_overTheirNumber_areRefused() {
        for (int stream = 1; stream <= 7; stream += 2) {
            announce(stream, 10);
        }
        announce(9, 10);
        Frame refused = connection.receive(RST_STREAM);
        assertThat(refused.stream()).isEqualTo(9);
        assertThat(refused.error()).isEqualTo(REFUSED_STREAM);
        connection.data(1, "{\"a\":1234}", /* ends= */ true);
        assertThat(connection.answer(1).status()).isIn(200, 201);
    }

    @Test
    void body_announcedTooLong_is413() {
        announce(1, 300_000 + 10_000);
        Answer refused = connection.answer(1);
        assertThat(refused.status()).isEqualTo(413);
        assertGoesOn(3);
    }

    @Test
    void bodies_overTheBytesOfAConnection_are429() {
        announce(1, 290_000);
        announce(3, 290_000);
        Answer refused = connection.answer(3);
        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.text()).contains("requests of one connection may take");
        assertGoesOn(5);
    }

    @Test
    void requests_overTheirNumber_are429() {
        try (RawHttp2 other = RawHttp2.connect(server.address())) {
            for (int stream = 1; stream <= 7; stream += 2) {
                announce(stream, 66_000);
            }
            for (int stream = 1; stream <= 5; stream += 2) {
                other.request(stream, "PUT", "/limits/_doc/2", /* ends= */ false, "content-length", "66000");
            }
            Answer refused = firstAnswerOf(other);
            assertThat(refused.status()).isEqualTo(429);
            assertThat(refused.text()).contains("are under way already");
        }
    }

    /** Either of two connections may have been the one too many. */
    private Answer firstAnswerOf(RawHttp2 other) {
        Answer answer = other.answer(5);
        return answer.status() == 0 ? connection.answer(7) : answer;
    }

    @Test
    void body_thatStalls_costsItsStreamAlone() {
        announce(1, 10);
        connection.data(1, "{", /* ends= */ false);
        assertThat(connection.answer(1).error()).isEqualTo(CANCEL);
        assertGoesOn(3);
    }

    @Test
    void answer_thatIsNotRead_costsItsStreamAlone() {
        try (RawHttp2 lazy = RawHttp2.connect(server.address(), INITIAL_WINDOW_SIZE, 0)) {
            lazy.request(1, "GET", "/limits/_doc/1", /* ends= */ true);
            Answer unread = lazy.answer(1);
            assertThat(unread.status()).isEqualTo(200);
            assertThat(unread.error()).isEqualTo(CANCEL);
            lazy.send(PING, 0, 0, new byte[8]);
            assertThat(lazy.receive(PING).flags()).isEqualTo(ACK);
        }
    }

    @Test
    void connection_idle_isTakenLeaveOf() {
        assertGoesOn(1);
        assertEnds(0);
    }

    @Test
    void resets_inAHurry_endTheConnection() {
        for (int i = 0; i < 201; i++) {
            announce(1 + 2 * i, 10);
            connection.reset(1 + 2 * i);
        }
        assertEnds(ENHANCE_YOUR_CALM);
    }

    @Test
    void pings_inAHurry_endTheConnection() {
        for (int i = 0; i < 1_001; i++) {
            connection.send(PING, 0, 0, new byte[8]);
        }
        assertEnds(ENHANCE_YOUR_CALM);
    }

    @Test
    void settings_inAHurry_endTheConnection() {
        for (int i = 0; i < 1_001; i++) {
            connection.send(SETTINGS, 0, 0, new byte[0]);
        }
        assertEnds(ENHANCE_YOUR_CALM);
    }

    @Test
    void continuations_thatSayNothing_endTheConnection() {
        connection.send(HEADERS, 0, 1, fields(":method", "GET"));
        for (int i = 0; i < 18; i++) {
            connection.send(CONTINUATION, 0, 1, new byte[0]);
        }
        assertEnds(ENHANCE_YOUR_CALM);
    }

    @Test
    void data_thatIsEmpty_endsTheConnection() {
        announce(1, 10);
        for (int i = 0; i < 4; i++) {
            connection.send(DATA, 0, 1, new byte[0]);
        }
        assertEnds(ENHANCE_YOUR_CALM);
    }
}
