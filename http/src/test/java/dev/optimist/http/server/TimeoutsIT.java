package dev.optimist.http.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.optimist.http.testing.RawHttp;
import dev.optimist.http.testing.TestServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Clients that take their time lose their connection, and nobody else does. */
class TimeoutsIT {
    private static TestServer server;

    @BeforeAll
    static void start() {
        server = TestServer.start("--read-timeout=300ms", "--request-timeout=600ms", "--idle-timeout=900ms");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void connection_silent_isClosed() {
        try (RawHttp connection = RawHttp.connect(server.address())) {
            assertThat(connection.closedByServer()).as("without a request").isTrue();
        }
    }

    @Test
    void connection_idleAfterAnswer_isClosed() {
        try (RawHttp connection = RawHttp.connect(server.address())) {
            connection.send(RawHttp.lines("GET / HTTP/1.1", "Host: localhost"));
            assertThat(connection.receive("GET").status()).as("the answer").isEqualTo(200);
            assertThat(connection.closedByServer())
                    .as("without another request")
                    .isTrue();
        }
    }

    @Test
    void headers_unfinished_isClosed() {
        try (RawHttp connection = RawHttp.connect(server.address())) {
            connection.send("GET / HTTP/1.1\r\nHost: loc");
            assertThat(connection.closedByServer()).as("half a header").isTrue();
        }
    }

    @Test
    void body_unfinished_isClosed() {
        try (RawHttp connection = RawHttp.connect(server.address())) {
            connection.send(RawHttp.lines("PUT /slow/_doc/1 HTTP/1.1", "Host: localhost", "Content-Length: 10") + "{");
            assertThat(connection.closedByServer()).as("half a body").isTrue();
        }
    }
}
