package dev.optimist.http.stories;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.optimist.http.testing.JsonClient;
import dev.optimist.http.testkit.OptimistServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code _source_on_conflict}: a conflict shows what the document is now, so that a client retries without reading it. */
class ConflictAnswersIT {
    private static final String STALE = "if_seq_no=0&if_primary_term=1";
    private static final String CURRENT =
            "{\"_version\":2,\"_seq_no\":1,\"_primary_term\":1,\"found\":true,\"_source\":{ \"n\" : 2.50 }}";

    private final OptimistServer server = OptimistServer.start();
    private final JsonClient client = new JsonClient(server.url());

    @BeforeEach
    void write() {
        client.put("/stock/_doc/1", "{\"n\":1}");
        client.put("/stock/_doc/1", "{ \"n\" : 2.50 }");
    }

    @AfterEach
    void close() {
        server.close();
    }

    private JsonClient.Answer send(String method, String path, String body) {
        return client.send(method, path, body).join();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "PUT    | /stock/_doc/1?" + STALE + "&_source_on_conflict=true        | {}",
                "PUT    | /stock/_create/1?_source_on_conflict                        | {}",
                "PUT    | /stock/_doc/1?version=1&version_type=external&_source_on_conflict=true | {}",
                "DELETE | /stock/_doc/1?" + STALE + "&_source_on_conflict=true        | ``",
                "POST   | /stock/_update/1?" + STALE + "&_source_on_conflict=true     | {\"doc\":{\"n\":3}}"
            })
    void conflict_ofEachWrite_showsTheCurrentDocument(String method, String path, String body) {
        JsonClient.Answer answer = send(method, path, body);

        assertThat(answer.status()).as(answer.text()).isEqualTo(409);
        assertThat(answer.text())
                .as("the bytes that were written, once, beside what a conflict always says")
                .startsWith("{\"error\":{\"root_cause\":[{\"type\":\"version_conflict_engine_exception\",")
                .endsWith("\"index\":\"stock\",\"current\":" + CURRENT + "},\"status\":409}")
                .containsOnlyOnce("_source");
    }

    @Test
    void conflict_withoutTheParameter_staysAsElasticsearchHasIt() {
        assertThat(send("PUT", "/stock/_doc/1?" + STALE, "{}").text())
                .as("not asked for")
                .doesNotContain("current\":");
        assertThat(send("PUT", "/stock/_doc/1?" + STALE + "&_source_on_conflict=false", "{}")
                        .text())
                .as("refused")
                .doesNotContain("current\":");
    }

    @Test
    void conflict_current_isWhatTheNextAttemptNeeds() {
        JsonNode current = send("PUT", "/stock/_doc/1?" + STALE + "&_source_on_conflict=true", "{}")
                .json()
                .at("/error/current");

        String condition = "if_seq_no=" + current.get("_seq_no") + "&if_primary_term=" + current.get("_primary_term");
        assertThat(send("PUT", "/stock/_doc/1?" + condition, "{\"n\":3}").status())
                .as("no GET between")
                .isEqualTo(200);
    }

    @Test
    void conflict_lostRace_showsTheOthersDocument() {
        server.faults().conflict("stock", "1", "{\"n\":7}");
        JsonNode current = send("POST", "/stock/_update/1?_source_on_conflict=true", "{\"doc\":{\"n\":3}}")
                .json()
                .at("/error/current");

        JsonNode read = client.get("/stock/_doc/1").json();
        assertThat(current.get("_source").toString()).as("who was first").isEqualTo("{\"n\":7}");
        assertThat(current.get("_seq_no")).as("of the same state").isEqualTo(read.get("_seq_no"));
        assertThat(current.get("_version")).as("of the same state").isEqualTo(read.get("_version"));
    }

    @Test
    void conflict_deletedDocument_saysThatThereIsNone() {
        client.delete("/stock/_doc/1");

        assertThat(send("PUT", "/stock/_doc/1?" + STALE + "&_source_on_conflict=true", "{}")
                        .text())
                .as("nothing to show")
                .contains("\"current\":{\"found\":false}");
    }

    @Test
    void conflict_prettyOrYaml_showsTheSame() {
        String path = "/stock/_doc/1?" + STALE + "&_source_on_conflict=true";

        assertThat(send("PUT", path + "&pretty", "{}").text())
                .as("indented")
                .contains("\n    \"current\" : {\n      \"_version\" : 2,")
                .endsWith("  \"status\" : 409\n}\n");
        assertThat(send("PUT", path + "&format=yaml", "{}").text())
                .as("YAML")
                .contains("  current:\n    _version: 2\n");
    }

    @Test
    void bulk_keyOfTheActionLine_showsTheCurrentDocumentOfThatItem() {
        String stale = "{\"index\":{\"_id\":\"1\",\"if_seq_no\":0,\"if_primary_term\":1%s}}\n{}\n";
        String body = stale.formatted(",\"_source_on_conflict\":true") + stale.formatted("")
                + "{\"create\":{\"_id\":\"1\",\"_source_on_conflict\":true}}\n{}\n";
        JsonNode items = client.post("/stock/_bulk", body).json().get("items");

        assertThat(items.at("/0/index/error/current/_seq_no").asInt())
                .as("asked for")
                .isEqualTo(1);
        assertThat(items.at("/0/index/error/current/_source/n").asDouble())
                .as("asked for")
                .isEqualTo(2.5);
        assertThat(items.at("/1/index/error").has("current"))
                .as("not asked for")
                .isFalse();
        assertThat(items.at("/2/create/error/current/_version").asInt())
                .as("a create")
                .isEqualTo(2);
    }

    @Test
    void bulk_parameter_holdsForAllItems() {
        String body = "{\"create\":{\"_id\":\"1\"}}\n{}\n";

        assertThat(client.post("/stock/_bulk?_source_on_conflict=true", body).text())
                .as("a default for the lines")
                .contains("\"current\":" + CURRENT);
    }
}
