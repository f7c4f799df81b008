package dev.optimist.http.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.optimist.http.history.Connection.Reply;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a server does once a write has failed: its process may not make files larger than a limit, which needs no
 * privilege, and the log of the store comes to it.
 */
final class FailedCommitIT {
    private static final int EXIT_STORE_FAILED = 3;
    private static final Duration REOPENED_WITHIN = Duration.ofSeconds(20);
    private static final String FILLING = "x".repeat(10_000);

    @TempDir
    private Path folder;

    @BeforeAll
    static void requireShell() {
        assumeTrue(Files.isExecutable(Path.of("/bin/sh")), "skipped: no /bin/sh, whose ulimit lets writes fail");
    }

    @Test
    void exit_writeFails_isAnsweredUnknownAndTheProcessEnds() throws Exception {
        int acknowledged;
        try (ServerProcess server = limited()) {
            try (Connection connection = new Connection(server.awaitPort())) {
                acknowledged = writeUntilRefused(connection);
            }
            assertThat(server.exitCode()).isEqualTo(EXIT_STORE_FAILED);
            assertThat(server.output().lines().filter(line -> line.contains("The store failed")))
                    .as("one line that names the file: %s", server.output())
                    .hasSize(1)
                    .allMatch(line -> line.contains(folder.resolve("data").toString()));
        }
        try (ServerProcess server = ServerProcess.launch(folder.resolve("data"));
                Connection connection = new Connection(server.awaitPort())) {
            requireAll(connection, acknowledged);
        }
    }

    @Test
    void reopen_writesFailAgainAndAgain_goesOnUnderRaisedTerms() throws Exception {
        try (ServerProcess server = limited("--on-store-failure=reopen");
                Connection connection = new Connection(server.awaitPort())) {
            int acknowledged = 0;
            long term = 0;
            for (int failure = 0; failure < 3; failure++) {
                acknowledged = writeUntilRefused(connection, acknowledged);
                Reply reply = awaitAcknowledgement(connection, acknowledged++);
                long raised = Replies.body(reply).required("_primary_term").asLong();
                assertThat(raised).as("primary term").isGreaterThan(term);
                term = raised;
                requireAll(connection, acknowledged);
            }
            assertThat(server.terminate()).isTrue();
            assertThat(server.exitCode()).as("stopped well").isZero();
        }
    }

    /** The first start unpacks the native library, which is longer than the limit. */
    @BeforeEach
    void makeFolder() throws Exception {
        try (ServerProcess server = ServerProcess.launch(folder.resolve("data"))) {
            server.awaitPort();
            server.kill();
        }
    }

    private ServerProcess limited(String... options) throws IOException {
        ServerProcess.Launch launch = new ServerProcess.Launch(folder.resolve("data"))
                .prefix("/bin/sh", "-c", "ulimit -f 1000; exec \"$@\"", "sh")
                .options(options);
        return ServerProcess.launch(launch);
    }

    private static int writeUntilRefused(Connection connection) throws IOException {
        return writeUntilRefused(connection, 0);
    }

    /** Writes documents 0, 1, 2, … from the first on and returns the number of the one that was not acknowledged. */
    private static int writeUntilRefused(Connection connection, int first) throws IOException {
        for (int number = first; ; number++) {
            Reply reply = write(connection, number);
            if (reply.status() == 503) {
                JsonNode error = Replies.body(reply).required("error");
                assertThat(error.required("type").asText()).isEqualTo("store_failed_exception");
                assertThat(error.required("outcome").asText()).as("%s", error).isEqualTo("unknown");
                assertThat(error.at("/root_cause/0/outcome").asText()).isEqualTo("unknown");
                return number;
            }
            assertThat(reply.status()).as(reply.body()).isIn(200, 201);
        }
    }

    private static Reply awaitAcknowledgement(Connection connection, int number) throws IOException {
        long deadline = System.nanoTime() + REOPENED_WITHIN.toNanos();
        Reply reply = write(connection, number);
        while (reply.status() == 503 && System.nanoTime() < deadline) {
            assertThat(Replies.body(reply).at("/error/outcome").asText())
                    .as(reply.body())
                    .isEqualTo("not_written");
            reply = write(connection, number);
        }
        assertThat(reply.status()).as(reply.body()).isIn(200, 201);
        return reply;
    }

    private static Reply write(Connection connection, int number) throws IOException {
        return connection.exchange("PUT", "/filling/_doc/" + number, "{\"filling\":\"" + FILLING + "\"}");
    }

    private static void requireAll(Connection connection, int count) throws IOException {
        for (int number = 0; number < count; number++) {
            Reply reply = connection.exchange("GET", "/filling/_source/" + number, "");
            assertThat(reply.status())
                    .as("document %d: %s", number, reply.body())
                    .isEqualTo(200);
        }
    }
}
