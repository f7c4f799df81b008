package dev.optimist.http.stories;

import static org.assertj.core.api.Assertions.assertThat;

import dev.optimist.http.testing.JsonClient;
import dev.optimist.http.testing.JsonClient.Answer;
import dev.optimist.http.testing.TestServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Story F: the old way, conditions on {@code _version}. */
class VersionsIT {
    private static final String UPDATE = "{\"doc\":{\"in_stock\":5}}";

    @Test
    void version_mode6_isACondition() {
        try (TestServer server = TestServer.start("--api-compat=6")) {
            JsonClient client = new JsonClient(server.uri("/"));
            client.put("/products/_doc/100", "{\"in_stock\":6}");
            assertThat(client.post("/products/_update/100?version=1", UPDATE).status())
                    .as("the current version")
                    .isEqualTo(200);
            String conflict =
                    "[_doc][100]: version conflict, current version [2] is different than the one provided [1]";
            assertConflict(client.post("/products/_update/100?version=1", UPDATE), conflict);
            assertConflict(client.post("/products/_doc/100/_update?version=1", UPDATE), conflict);
            assertConflict(client.put("/products/_doc/100?version=1", "{\"in_stock\":4}"), conflict);
            assertConflict(client.delete("/products/_doc/100?version=1"), conflict);
            assertThat(client.put("/products/_doc/100?version=2", "{\"in_stock\":4}")
                            .status())
                    .as("index with the current version")
                    .isEqualTo(200);
            assertThat(client.delete("/products/_doc/100?version=3").status())
                    .as("delete with the current version")
                    .isEqualTo(200);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"7", "8"})
    void version_newerModes_pointsToSeqNo(String mode) {
        try (TestServer server = TestServer.start("--api-compat=" + mode)) {
            JsonClient client = new JsonClient(server.uri("/"));
            client.put("/products/_doc/100", "{\"in_stock\":6}");
            Answer answer = client.post("/products/_update/100?version=1", UPDATE);
            assertThat(answer.status()).as("not supported any more").isEqualTo(400);
            assertThat(answer.text())
                    .as("what to use instead")
                    .contains("internal versioning can not be used for optimistic concurrency control. Please use"
                            + " `if_seq_no` and `if_primary_term` instead");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"6", "7", "8"})
    void externalVersions_everyMode_work(String mode) {
        try (TestServer server = TestServer.start("--api-compat=" + mode)) {
            JsonClient client = new JsonClient(server.uri("/"));
            assertThat(client.put("/products/_doc/e?version=5&version_type=external", "{}")
                            .status())
                    .as("a new document")
                    .isEqualTo(201);
            assertThat(client.put("/products/_doc/e?version=5&version_type=external", "{}")
                            .status())
                    .as("not newer")
                    .isEqualTo(409);
            assertThat(client.put("/products/_doc/e?version=5&version_type=external_gte", "{}")
                            .status())
                    .as("equal is enough")
                    .isEqualTo(200);
        }
    }

    private static void assertConflict(Answer answer, String reason) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(409);
        assertThat(answer.json().get("error").get("reason").asText())
                .as("the reason")
                .isEqualTo(reason);
    }
}
