package dev.optimist.http.stories;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.optimist.http.testing.JsonClient;
import dev.optimist.http.testkit.OptimistServer;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
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
     * another, of which the primary term is wrong as well, and an external version twice; an update that gives up.
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
        String formerTerm = client.get("/orders/_doc/1").condition().replaceAll("term=.*", "term=99");
        status(409, client.put("/orders/_doc/1?" + formerTerm, "{\"n\":2}"));
        String external = "/orders/_doc/2?version=7&version_type=external";
        status(201, client.put(external, "{\"n\":1}"));
        status(409, client.put(external, "{\"n\":1}"));
        client.put("/stock/_doc/plums", "{\"n\":1}");
        server.faults().conflict("stock", "plums", 3);
        status(409, client.post("/stock/_update/plums?retry_on_conflict=2", "{\"doc\":{\"n\":4}}"));
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
        assertThat(scrape(
                        "optimist_conflicts_total{",
                        "optimist_retries_total{",
                        "optimist_retries_exhausted_total{",
                        "optimist_update_attempts_total{"))
                .as("all that was contended")
                .containsExactlyInAnyOrder(
                        conflicts("seq_no", "lost_race", "stock", "index", 5),
                        conflicts("exists", "benign", "stock", "create", 2),
                        conflicts("seq_no", "lost_race", "stock", "update", 5),
                        conflicts("retries_exhausted", "lost_race", "stock", "update", 1),
                        conflicts("seq_no", "lost_race", "orders", "delete", 1),
                        conflicts("primary_term", "lost_race", "orders", "index", 1),
                        conflicts("external_version", "benign", "orders", "index", 1),
                        "optimist_retries_total{index=\"stock\"} 5.0",
                        "optimist_retries_exhausted_total{index=\"stock\"} 1.0",
                        "optimist_update_attempts_total{index=\"stock\"} 7.0");
    }

    private static String conflicts(String cause, String classOf, String index, String kind, int count) {
        return "optimist_conflicts_total{cause=\"%s\",class=\"%s\",index=\"%s\",kind=\"%s\"} %d.0"
                .formatted(cause, classOf, index, kind, count);
    }

    @Test
    void scrape_afterABulkRequest_showsItsItemsByStatus() {
        status(200, client.post("/_bulk", """
                {"create":{"_index":"stock","_id":"apples"}}
                {"n":1}
                {"index":{"_index":"stock","_id":"figs"}}
                {"n":1}
                {"index":{"_index":"stock","_id":"figs"}}
                {"n":2}
                {"delete":{"_index":"stock","_id":"none"}}
                {"update":{"_index":"stock","_id":"none"}}
                {"doc":{"n":2}}
                """));

        assertThat(scrape("optimist_bulk_items_total{"))
                .containsExactlyInAnyOrder(
                        "optimist_bulk_items_total{status=\"200\"} 1.0",
                        "optimist_bulk_items_total{status=\"201\"} 1.0",
                        "optimist_bulk_items_total{status=\"404\"} 2.0",
                        "optimist_bulk_items_total{status=\"409\"} 1.0");
    }

    @Test
    void scrape_afterScripts_showsWhatWasCompiled() {
        String script = "{\"script\":{\"source\":\"ctx._source.n += params.by\",\"params\":{\"by\":1}}}";
        times(3, () -> status(200, client.post("/stock/_update/pears", script)));

        assertThat(scrape("optimist_script_cache_total{"))
                .containsExactlyInAnyOrder(
                        "optimist_script_cache_total{result=\"hit\"} 2.0",
                        "optimist_script_cache_total{result=\"miss\"} 1.0");
        assertThat(scrape("optimist_script_compilation_seconds_count", "optimist_script_duration_seconds_count"))
                .containsExactlyInAnyOrder(
                        "optimist_script_compilation_seconds_count 1", "optimist_script_duration_seconds_count 3");
    }

    private List<String> scrape(String... prefixes) {
        return client.get("/_prometheus/metrics")
                .text()
                .lines()
                .filter(line -> Stream.of(prefixes).anyMatch(line::startsWith))
                .filter(line -> !line.endsWith(" 0.0"))
                .toList();
    }

    @Test
    void contention_afterKnownConflicts_showsExactlyThose() {
        JsonNode documents = documents("");

        assertThat(documents.findValuesAsText("_id"))
                .as("the hottest first")
                .containsExactly("apples", "pears", "plums", "1", "2");
        assertThat(documents.get(0).toString())
                .as("seven conflicts and the four writes after them")
                .isEqualTo("{\"_index\":\"stock\",\"_id\":\"apples\",\"conflicts\":7,\"conflicts_overestimate\":0,"
                        + "\"conflicts_in_window\":7,\"conflicts_per_second\":0.12,\"attempts\":11,\"successes\":4,"
                        + "\"attempts_per_success\":2.75,\"last_writer\":null}");
        assertThat(documents.get(1).get("conflicts").asInt()).as("lost races").isEqualTo(3);
        assertThat(documents.get(3).toString())
                .as("no success yet")
                .contains("\"conflicts\":2,", "\"successes\":0,\"attempts_per_success\":null");
    }

    @Test
    void contention_parameters_narrowWhatIsShown() {
        assertThat(documents("?size=1").findValuesAsText("_id")).as("size").containsExactly("apples");
        assertThat(documents("?index=ord*,none").findValuesAsText("_id"))
                .as("index")
                .containsExactly("1", "2");
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
                        index id     c  aps
                        stock apples 7 2.75
                        """);
        assertThat(client.get("/_cat/contention?h=id&s=conflicts").text())
                .as("in another order")
                .isEqualTo("2\n1\npears\nplums\napples\n");
        assertThat(client.get("/_cat/contention?format=json&h=id,conflicts&size=1")
                        .text())
                .as("for programs")
                .isEqualTo("[{\"id\":\"apples\",\"conflicts\":\"7\"}]");
        assertThat(client.get("/_cat/contention?format=text&h=id&size=1").text())
                .as("no format of objects")
                .isEqualTo("apples\n");
    }
}
