package dev.optimist.http.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.optimist.http.cli.StartException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OptimistServerIT {
    @Test
    void start_inMemory_servesDocumentsOnAFreePort() {
        try (OptimistServer server = OptimistServer.start();
                OptimistServer other = OptimistServer.start()) {
            assertThat(server.port()).as("two servers do not meet").isNotEqualTo(other.port());
            assertThat(Requests.to(server).status("PUT", "/stock/_doc/1", "{\"n\":1}"))
                    .as("it stores")
                    .isEqualTo(201);
            assertThat(Requests.to(other).status("GET", "/stock/_doc/1", ""))
                    .as("and shares nothing")
                    .isEqualTo(404);
        }
    }

    @Test
    void start_onAFolderAgain_findsWhatWasWritten(@TempDir Path folder) {
        try (OptimistServer server = OptimistServer.onFolder(folder).start()) {
            Requests.to(server).send("PUT", "/stock/_doc/1", "{\"n\":1}");
        }
        try (OptimistServer server = OptimistServer.onFolder(folder).start()) {
            assertThat(Requests.to(server).send("GET", "/stock/_doc/1", "").body())
                    .as("the folder outlives the server")
                    .contains("\"_source\":{\"n\":1}");
        }
    }

    @Test
    void start_withSettings_followsThem() {
        OptimistServer.Builder settings = OptimistServer.inMemory().apiCompat(7).setting("max-content-length", "1kb");
        try (OptimistServer server = settings.start()) {
            assertThat(Requests.to(server)
                            .send("PUT", "/stock/_doc/1", "{\"n\":1}")
                            .body())
                    .as("version 7 names types")
                    .contains("\"_type\":\"_doc\"");
            assertThat(Requests.to(server).status("PUT", "/stock/_doc/1", "{\"n\":\"" + "x".repeat(1024) + "\"}"))
                    .as("the limit holds")
                    .isEqualTo(413);
        }
    }

    @Test
    void start_withWhatDoesNotExist_saysSo() {
        assertThatThrownBy(() -> OptimistServer.inMemory()
                        .setting("max-content-lenght", "1kb")
                        .start())
                .as("a misspelt setting")
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("max-content-length");
    }

    @Test
    void start_onATakenPort_saysSo() {
        try (OptimistServer server = OptimistServer.start()) {
            OptimistServer.Builder taken = OptimistServer.inMemory().port(server.port());
            assertThatThrownBy(taken::start).as("a taken port").isInstanceOf(StartException.class);
        }
    }

    @Test
    void reset_afterEverything_leavesNothing() {
        try (OptimistServer server = OptimistServer.start()) {
            Requests requests = Requests.to(server);
            requests.send("PUT", "/stock/_doc/1", "{\"n\":1}");
            requests.send("PUT", "/.hidden/_doc/1", "{\"n\":1}");
            requests.send(
                    "PUT", "/_scripts/count", "{\"script\":{\"lang\":\"painless\",\"source\":\"ctx._source.n++\"}}");
            requests.send("PUT", "/_index_template/all", "{\"index_patterns\":[\"all*\"]}");
            requests.send("PUT", "/_cluster/settings", "{\"persistent\":{\"action.auto_create_index\":\"false\"}}");
            server.faults().conflict("stock", "1", 1);
            server.reset();
            assertThat(requests.status("GET", "/stock", "")).as("index").isEqualTo(404);
            assertThat(requests.status("GET", "/.hidden", ""))
                    .as("hidden index")
                    .isEqualTo(404);
            assertThat(requests.status("GET", "/_scripts/count", ""))
                    .as("stored script")
                    .isEqualTo(404);
            assertThat(requests.status("GET", "/_index_template/all", ""))
                    .as("template")
                    .isEqualTo(404);
            assertThat(requests.send("GET", "/_cluster/settings", "").body())
                    .as("cluster settings")
                    .contains("\"persistent\":{}");
            assertThat(server.faults()).as("faults").hasToString("no faults");
        }
    }

    @Test
    void start_warm_takesLessThan300Milliseconds() {
        OptimistServer.start().close();
        Duration best = Stream.generate(OptimistServerIT::timeToStart)
                .limit(5)
                .min(Comparator.naturalOrder())
                .orElseThrow();
        assertThat(best).as("what it takes where nothing else runs").isLessThan(Duration.ofMillis(300));
    }

    private static Duration timeToStart() {
        long begin = System.nanoTime();
        OptimistServer server = OptimistServer.start();
        Duration taken = Duration.ofNanos(System.nanoTime() - begin);
        server.close();
        return taken;
    }
}
