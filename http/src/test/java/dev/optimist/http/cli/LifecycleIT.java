package dev.optimist.http.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.optimist.http.testing.RawHttp;
import dev.optimist.http.testing.ServerProcess;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The process as its user sees it: how it starts, how it does not, and how it ends. */
class LifecycleIT {
    @TempDir
    Path folder;

    @Test
    void sigterm_requestArriving_isAnsweredAndDurable() {
        Path data = folder.resolve("data");
        try (ServerProcess server = ServerProcess.launch(data, "--port=0")) {
            InetSocketAddress address = server.address();
            try (RawHttp connection = RawHttp.connect(address)) {
                connection.send(RawHttp.lines(
                        "PUT /last/_doc/1 HTTP/1.1",
                        "Host: localhost",
                        "Content-Type: application/json",
                        "Expect: 100-continue",
                        "Content-Length: 9"));
                assertThat(connection.receive("PUT").status())
                        .as("the request is under way")
                        .isEqualTo(100);
                server.terminate();
                awaitRefusal(address);
                connection.send("{\"a\":\"b\"}");
                assertThat(connection.receive("PUT").status())
                        .as("finished all the same")
                        .isEqualTo(201);
            }
            assertThat(server.exitCode()).as("stopped well: %s", server.lines()).isZero();
        }
        try (ServerProcess server = ServerProcess.launch(data, "--port=0");
                RawHttp connection = RawHttp.connect(server.address())) {
            assertThat(connection
                            .exchange("GET", "/last/_source/1", Map.of("Host", "localhost"), Optional.empty())
                            .text())
                    .as("what was acknowledged")
                    .isEqualTo("{\"a\":\"b\"}");
        }
    }

    @Test
    void dataFolder_inUse_oneLineAndExit() {
        Path data = folder.resolve("data");
        try (ServerProcess first = ServerProcess.launch(data, "--port=0")) {
            first.address();
            assertRefused(ServerProcess.launch(data, "--port=0"), 1, "data folder");
        }
    }

    @Test
    void port_inUse_oneLineAndExit() {
        try (ServerProcess first = ServerProcess.launch(folder.resolve("one"), "--port=0")) {
            int port = first.address().getPort();
            assertRefused(ServerProcess.launch(folder.resolve("two"), "--port=" + port), 1, "cannot listen on");
        }
    }

    @Test
    void publicAddress_withoutFlag_refused() {
        assertRefused(ServerProcess.launch(folder, "--host=0.0.0.0"), 2, "--insecure-public-bind");
    }

    @Test
    void start_says_whereItListensAndWithWhat() {
        try (ServerProcess server = ServerProcess.launch(folder.resolve("data"), "--port=0", "--api-compat=7")) {
            server.address();
            assertThat(server.lines())
                    .as("a few lines")
                    .hasSizeLessThan(10)
                    .anyMatch(line -> line.contains("api-compat*=7"));
        }
    }

    private static void assertRefused(ServerProcess process, int exitCode, String words) {
        try (process) {
            assertThat(process.exitCode()).as("refused: %s", process.lines()).isEqualTo(exitCode);
            List<String> lines = process.lines();
            assertThat(lines).as("what went wrong").anyMatch(line -> line.contains(words));
            assertThat(lines)
                    .as("no stack trace")
                    .noneMatch(line -> line.contains("\tat "))
                    .hasSizeLessThan(3);
        }
    }

    /** Connects until nobody listens any more. */
    private static void awaitRefusal(InetSocketAddress address) {
        for (boolean listening = true; listening; ) {
            try (Socket socket = new Socket(address.getAddress(), address.getPort())) {
                listening = socket.isConnected();
            } catch (IOException e) {
                listening = false;
            }
        }
    }
}
