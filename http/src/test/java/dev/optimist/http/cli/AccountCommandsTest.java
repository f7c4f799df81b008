package dev.optimist.http.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.optimist.http.testing.Caller;
import dev.optimist.http.testing.TestServer;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccountCommandsTest {
    @TempDir
    Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final List<String> passwords = new ArrayList<>(List.of("first-secret", "second-secret"));

    @Test
    void user_madeChangedAndDeleted_isWhatAServerFinds() {
        assertThat(run("user", "add", "ann", "--role", "read:logs-*,monitor"))
                .as(err.toString(StandardCharsets.UTF_8))
                .isZero();
        assertThat(run("user", "add", "ann")).as("again").isEqualTo(1);
        assertThat(run("user", "passwd", "ann"))
                .as(err.toString(StandardCharsets.UTF_8))
                .isZero();
        assertThat(run("user", "list")).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("ann\tread:logs-*,monitor");
        assertThat(run("key", "add", "k", "--user", "ann", "--role", "monitor"))
                .as(err.toString(StandardCharsets.UTF_8))
                .isZero();
        try (TestServer server = TestServer.startOn(folder.resolve("data"), "--security")) {
            Caller ann = Caller.of(server.uri("/"), "ann", "second-secret");
            assertThat(ann.get("/_cluster/health").status()).isEqualTo(200);
            Caller key = Caller.with(server.uri("/"), keyHeader());
            assertThat(key.get("/_cluster/health").status()).as("its key").isEqualTo(200);
            assertThat(key.get("/logs-1/_search").status()).as("limited").isEqualTo(403);
            assertThat(run("user", "list")).as("while a server has the folder").isEqualTo(1);
            assertThat(err.toString(StandardCharsets.UTF_8)).contains("/_security/user");
        }
        assertThat(run("user", "delete", "ann")).isZero();
        assertThat(run("user", "delete", "ann")).as("again").isEqualTo(1);
    }

    private String keyHeader() {
        String said = out.toString(StandardCharsets.UTF_8);
        return said.lines()
                .filter(line -> line.startsWith("Authorization: "))
                .findFirst()
                .orElseThrow()
                .substring("Authorization: ".length());
    }

    @Test
    void words_wrong_areUsage() {
        assertThat(run("user", "add", "ann", "--rolle=x")).isEqualTo(2);
        assertThat(run("user")).as("help").isZero();
        assertThat(run("user", "add", "ann", "--role=king")).as("no role").isEqualTo(1);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("unknown role [king]");
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("passwd");
    }

    private int run(String... words) {
        List<String> arguments = Stream.concat(Stream.of(words), Stream.of("--data=" + folder.resolve("data")))
                .toList();
        return AccountCommands.run(words.length == 1 ? List.of(words) : arguments, Map.of(), new Terminal() {
            @Override
            public PrintStream out() {
                return new PrintStream(out, /* autoFlush= */ true, StandardCharsets.UTF_8);
            }

            @Override
            public PrintStream err() {
                return new PrintStream(err, /* autoFlush= */ true, StandardCharsets.UTF_8);
            }

            @Override
            public String newPassword() {
                return passwords.remove(0);
            }
        });
    }
}
