package dev.optimist.http.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.optimist.http.testing.Caller;
import dev.optimist.http.testing.RawHttp;
import dev.optimist.http.testing.TestServer;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each odd request on a connection of its own, followed by a request that would leave a document behind: a malformed one is
 * refused and nothing behind it is read, an unusual one is answered once and ends where it says.
 */
class MalformedHttpIT {
    private static TestServer server;

    @BeforeAll
    static void start() {
        server = TestServer.start("--store=memory", "--read-timeout=2s", "--request-timeout=4s", "--idle-timeout=4s");
        assertThat(Caller.anonymous(server.uri("/")).put("/wire/_doc/1", "{}").status())
                .isEqualTo(201);
    }

    @AfterAll
    static void stop() {
        server.close();
        System.out.printf(
                "MalformedHttpIT: %d odd requests%n", OddRequests.all().size());
        TestServer.assertNothingBlocked();
    }

    @AfterEach
    void forget() {
        Caller.anonymous(server.uri("/")).send("DELETE", "/hidden", "");
    }

    static Stream<OddRequest> requests() {
        return OddRequests.all().stream();
    }

    @ParameterizedTest
    @MethodSource("requests")
    void bytes_odd_areRefusedOrAnsweredOnce(OddRequest odd) {
        List<RawHttp.Answer> answers = answers(odd);
        assertThat(answers.stream().map(RawHttp.Answer::status)).isEqualTo(odd.statuses());
        assertThat(answers).allSatisfy(answer -> assertThat(answer.text()).doesNotContain("\tat ", ".java:"));
        assertThat(Caller.anonymous(server.uri("/")).get("/hidden/_doc/1").status())
                .as("what was hidden")
                .isEqualTo(404);
    }

    private static List<RawHttp.Answer> answers(OddRequest odd) {
        try (RawHttp connection = RawHttp.connect(server.address())) {
            connection.sendAsMuchAsIsTaken(odd.bytes());
            if (odd.statuses().isEmpty()) {
                connection.endOutput();
            }
            return connection.answersUntilClosed();
        }
    }
}
