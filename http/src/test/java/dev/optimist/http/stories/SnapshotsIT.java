package dev.optimist.http.stories;

import static org.assertj.core.api.Assertions.assertThat;

import dev.optimist.http.testing.JsonClient;
import dev.optimist.http.testing.JsonClient.Answer;
import dev.optimist.http.testing.TestServer;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Repositories and snapshots as a client of Elasticsearch uses them, and the health report. */
class SnapshotsIT {
    @TempDir
    Path folder;

    private TestServer server;
    private JsonClient client;

    @BeforeEach
    void start() {
        server = TestServer.start("--path-repo=" + folder.resolve("repositories"));
        client = new JsonClient(server.uri("/"));
    }

    @AfterEach
    void stop() {
        server.close();
        TestServer.assertNothingBlocked();
    }

    @Test
    void snapshot_takenListedDeleted() {
        client.put("/i/_doc/1", "{}");
        assertThat(repository("mine")).isEqualTo(new Answer(200, "{\"acknowledged\":true}"));
        assertThat(client.get("/_snapshot/mine").text())
                .isEqualTo("{\"mine\":{\"type\":\"fs\",\"settings\":{\"location\":\"mine\"}}}");

        Answer taken = client.put("/_snapshot/mine/first?wait_for_completion=true", "{\"metadata\":{\"by\":\"me\"}}");
        assertThat(taken.json().at("/snapshot/state").asText()).as(taken.text()).isEqualTo("SUCCESS");
        assertThat(taken.json().at("/snapshot/indices/0").asText()).isEqualTo("i");
        assertThat(taken.json().at("/snapshot/metadata/by").asText()).isEqualTo("me");
        assertThat(client.put("/_snapshot/mine/second", "").text()).isEqualTo("{\"accepted\":true}");
        assertThat(client.get("/_snapshot/mine/_all").json().get("total").asInt())
                .isEqualTo(2);
        assertThat(client.get("/_snapshot/mine/f*")
                        .json()
                        .at("/snapshots/0/snapshot")
                        .asText())
                .isEqualTo("first");
        assertThat(folder.resolve("repositories/mine/first/db")).isDirectory();

        assertThat(client.delete("/_snapshot/mine/first").text()).isEqualTo("{\"acknowledged\":true}");
        refused(404, "snapshot_missing_exception", "[mine:first] is missing", client.get("/_snapshot/mine/first"));
        assertThat(folder.resolve("repositories/mine").toFile().list()).containsExactly("second");
        assertThat(client.delete("/_snapshot/mine").status()).isEqualTo(200);
        refused(404, "repository_missing_exception", "[mine] missing", client.get("/_snapshot/mine"));
        assertThat(folder.resolve("repositories/mine/second")).as("stays").isDirectory();
    }

    @Test
    void requests_thatCannotBe_areRefused() {
        refused(500, "repository_exception", "[r] failed to create repository", location("r", "/elsewhere"));
        refused(500, "repository_exception", "[r] failed to create repository", location("r", "../elsewhere"));
        refused(404, "repository_missing_exception", "[r] missing", client.put("/_snapshot/r/s", ""));
        repository("r");
        client.put("/_snapshot/r/s", "");
        refused(
                400,
                "invalid_snapshot_name_exception",
                "[r:s] Invalid snapshot name [s], snapshot with the same name already exists",
                client.put("/_snapshot/r/s", ""));
        refused(
                400,
                "invalid_snapshot_name_exception",
                "[r:S] Invalid snapshot name [S], must be lowercase",
                client.put("/_snapshot/r/S", ""));
        refused(
                400,
                "invalid_snapshot_name_exception",
                "[r:..] Invalid snapshot name [..], must not start with '.'",
                client.put("/_snapshot/r/%2E%2E", ""));
        assertThat(client.put("/_snapshot/r/part", "{\"indices\":\"some\"}").status())
                .isEqualTo(400);
        assertThat(client.put("/_snapshot/r", "{\"type\":\"s3\",\"settings\":{\"location\":\"x\"}}")
                        .status())
                .isEqualTo(500);
    }

    @Test
    void health_ofServerThatIsWell_isReported() {
        client.put("/i", "{\"settings\":{\"number_of_replicas\":0}}");
        Answer report = client.get("/_health_report");
        assertThat(report.json().get("indicators").fieldNames())
                .toIterable()
                .containsExactly("master_is_stable", "shards_availability", "disk", "repository_integrity");
        assertThat(report.json().at("/indicators/shards_availability/status").asText())
                .isEqualTo("green");
        client.put("/j", "");
        assertThat(client.get("/_health_report/shards_availability?verbose=false")
                        .text())
                .isEqualTo("{\"cluster_name\":\"optimist\",\"indicators\":{\"shards_availability\":"
                        + "{\"status\":\"yellow\",\"symptom\":\"This cluster has 1 unavailable replica shard.\"}}}");
        assertThat(client.get("/_health/live").text()).isEqualTo("{\"live\":true}");
        assertThat(client.get("/_health/ready").text()).isEqualTo("{\"ready\":true}");
        assertThat(client.get("/_health_report/nope").status()).isEqualTo(404);
    }

    private Answer repository(String name) {
        return location(name, name);
    }

    private Answer location(String name, String location) {
        return client.put("/_snapshot/" + name, "{\"type\":\"fs\",\"settings\":{\"location\":\"" + location + "\"}}");
    }

    private static void refused(int status, String type, String reason, Answer answer) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        assertThat(answer.json().at("/error/type").asText()).isEqualTo(type);
        assertThat(answer.json().at("/error/reason").asText()).isEqualTo(reason);
    }
}
