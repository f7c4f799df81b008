package dev.optimist.http.stories;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.optimist.http.testing.JsonClient;
import dev.optimist.http.testkit.OptimistServer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Conflicts that a test makes are the conflicts that the scrape and {@code /_contention} show. */
class ContentionIT {
    private static final String STALE = "?if_seq_no=1000&if_primary_term=1";

    private final OptimistServer server = OptimistServer.start();
    private final JsonClient client = new JsonClient(server.url());

    @AfterEach
    void close() {
        server.close();
    }

    /**
     * Five stale writes and two creates in vain of one document, and three updates that lose a race; a stale delete of
     * another.
     */
    @BeforeEach
    void contend() {
        client.put("/stock/_doc/apples", "{\"n\":1}");
        client.put("/stock/_doc/pears", "{\"n\":1}");
        client.put("/orders/_doc/1", "{\"n\":1}");
        times(5, () -> status(409, client.put("/stock/_doc/apples" + STALE, "{\"n\":2}")));
        times(2, () -> status(409, client.put("/stock/_create/apples", "{\"n\":2}")));
        times(4, () -> status(200, client.put("/stock/_doc/apples", "{\"n\":3}")));
        times(1, () -> status(409, client.delete("/orders/_doc/1" + STALE)));
        server.faults().conflict("stock", "pears", 3);
        status(200, client.post("/stock/_update/pears?retry_on_conflict=5", "{\"doc\":{\"n\":4}}"));
    }

    private static void times(int times, Runnable request) {
        IntStream.range(0, times).forEach(i -> request.run());
    }

    private static void status(int status, JsonClient.Answer answer) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
    }

    private JsonNode documents(String query) {
        JsonClient.Answer answer = client.get("/_contention" + query);
        status(200, answer);
        return answer.json().get("documents");
    }

    @Test
    void scrape_afterKnownConflicts_showsExactlyThose() {
        assertThat(client.get("/_prometheus/metrics")
                        .text()
                        .lines()
                        .filter(line -> line.startsWith("optimist_conflicts_total{")
                                || line.startsWith("optimist_retries_total{")
                                || line.startsWith("optimist_update_attempts_total{"))
                        .filter(line -> !line.endsWith(" 0.0")))
                .as("all that was contended")
                .containsExactlyInAnyOrder(
                        "optimist_conflicts_total{cause=\"seq_no\",index=\"stock\",kind=\"index\"} 5.0",
                        "optimist_conflicts_total{cause=\"exists\",index=\"stock\",kind=\"create\"} 2.0",
                        "optimist_conflicts_total{cause=\"seq_no\",index=\"stock\",kind=\"update\"} 3.0",
                        "optimist_conflicts_total{cause=\"seq_no\",index=\"orders\",kind=\"delete\"} 1.0",
                        "optimist_retries_total{index=\"stock\"} 3.0",
                        "optimist_update_attempts_total{index=\"stock\"} 4.0");
    }

    @Test
    void contention_afterKnownConflicts_showsExactlyThose() {
        JsonNode documents = documents("");

        assertThat(documents.findValuesAsText("_id")).as("the hottest first").containsExactly("apples", "pears", "1");
        assertThat(documents.get(0).toString())
                .as("seven conflicts and the four writes after them")
                .isEqualTo("{\"_index\":\"stock\",\"_id\":\"apples\",\"conflicts\":7,\"conflicts_overestimate\":0,"
                        + "\"conflicts_in_window\":7,\"conflicts_per_second\":0.12,\"attempts\":11,\"successes\":4,"
                        + "\"attempts_per_success\":2.75}");
        assertThat(documents.get(1).get("conflicts").asInt()).as("lost races").isEqualTo(3);
        assertThat(documents.get(2).toString())
                .as("no success yet")
                .contains("\"conflicts\":1,", "\"successes\":0,\"attempts_per_success\":null");
    }

    @Test
    void contention_parameters_narrowWhatIsShown() {
        assertThat(documents("?size=1").findValuesAsText("_id")).as("size").containsExactly("apples");
        assertThat(documents("?index=ord*,none").findValuesAsText("_id"))
                .as("index")
                .containsExactly("1");
        assertThat(client.get("/_contention?window=10s").text())
                .as("window")
                .startsWith("{\"window_in_millis\":10000,");
        status(400, client.get("/_contention?window=2m"));
        status(400, client.get("/_contention?size=-1"));
        status(400, client.get("/_contention?sise=1"));
    }

    @Test
    void contention_resetOrDeletedIndex_isForgotten() {
        client.delete("/orders");
        assertThat(documents("?index=orders")).as("a deleted index").isEmpty();

        status(200, client.post("/_contention/_reset", ""));
        assertThat(documents("")).as("after the reset").isEmpty();
    }

    @Test
    void catContention_showsTheSameToPeople() {
        assertThat(client.get("/_cat/contention?v&h=index,id,c,aps&size=1").text())
                .as("the hottest")
                .isEqualTo("""
                        index id     conflicts attempts.per_success
                        stock apples         7                 2.75
                        """);
        assertThat(client.get("/_cat/contention?h=id&s=conflicts").text())
                .as("in another order")
                .isEqualTo("1\npears\napples\n");
        assertThat(client.get("/_cat/contention?format=json&h=id,conflicts&size=1")
                        .text())
                .as("for programs")
                .isEqualTo("[{\"id\":\"apples\",\"conflicts\":\"7\"}]");
        assertThat(client.get("/_cat/contention?format=text&h=id&size=1").text())
                .as("no format of objects")
                .isEqualTo("apples\n");
    }
}
