package dev.optimist.http.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What faults do, whatever keeps the documents. */
interface FaultsContract {
    String DOCUMENT = "/stock/_doc/1";

    OptimistServer server();

    default Requests requests() {
        return Requests.to(server());
    }

    @Test
    default void conflict_ofConditionalWrites_isAnsweredAsOftenAsAskedFor() {
        requests().send("PUT", DOCUMENT, "{\"n\":1}");
        server().faults().conflict("stock", "1", 2);
        for (int seqNo = 0; seqNo < 2; seqNo++) {
            HttpResponse<String> refused = putOn(seqNo);
            assertThat(refused.statusCode()).as("somebody was first").isEqualTo(409);
            assertThat(refused.body())
                    .as("and the answer names what it wrote")
                    .contains("version_conflict_engine_exception")
                    .contains("current document has seqNo [" + (seqNo + 1) + "]");
        }
        assertThat(putOn(2).body())
                .as("a program that reads again wins in the end")
                .contains("\"_seq_no\":3");
    }

    private HttpResponse<String> putOn(int seqNo) {
        return requests().send("PUT", DOCUMENT + "?if_seq_no=" + seqNo + "&if_primary_term=1", "{\"n\":2}");
    }

    @Test
    default void conflict_withASource_isWhatAReaderFindsThen() {
        requests().send("PUT", DOCUMENT, "{\"n\":1}");
        server().faults().conflict("stock", "1", "{\"n\":7}");
        assertThat(putOn(0).statusCode()).as("somebody was first").isEqualTo(409);
        assertThat(requests().send("GET", DOCUMENT, "").body())
                .as("with a change that must not be lost")
                .contains("\"_version\":2,\"_seq_no\":1,\"_primary_term\":1")
                .contains("{\"n\":7}");
    }

    @Test
    default void conflict_ofACreate_leavesTheOthersDocument() {
        server().faults().conflict("stock", "1", 1);
        assertThat(requests().status("PUT", "/stock/_create/1", "{\"n\":1}"))
                .as("somebody was first, in an index that was just made")
                .isEqualTo(409);
        assertThat(requests().send("GET", DOCUMENT, "").body())
                .as("with an empty document")
                .contains("\"_source\":{}");
    }

    @Test
    default void conflict_ofADelete_leavesTheDocument() {
        requests().send("PUT", DOCUMENT, "{\"n\":1}");
        server().faults().conflict("stock", "1", 1);
        assertThat(requests().status("DELETE", DOCUMENT + "?if_seq_no=0&if_primary_term=1", ""))
                .as("somebody was first")
                .isEqualTo(409);
        assertThat(requests().status("GET", DOCUMENT, "")).as("not deleted").isEqualTo(200);
    }

    @Test
    default void conflict_ofExternalVersions_isAnsweredAsOftenAsAskedFor() {
        requests().send("PUT", DOCUMENT, "{\"n\":1}");
        server().faults().conflict("stock", "1", 2);
        assertThat(requests().status("PUT", DOCUMENT + "?version=5&version_type=external", "{\"n\":2}"))
                .as("somebody had the same version")
                .isEqualTo(409);
        assertThat(requests().status("PUT", DOCUMENT + "?version=6&version_type=external_gte", "{\"n\":2}"))
                .as("somebody had a higher one")
                .isEqualTo(409);
        assertThat(requests().status("PUT", DOCUMENT + "?version=8&version_type=external", "{\"n\":2}"))
                .as("nobody")
                .isEqualTo(200);
    }

    @Test
    default void conflict_ofAnUpdate_costsItOneRetryEach() {
        requests().send("PUT", DOCUMENT, "{\"n\":1}");
        server().faults().conflict("stock", "1", 4);
        String update = "{\"doc\":{\"n\":2}}";
        assertThat(requests().status("POST", "/stock/_update/1?retry_on_conflict=1", update))
                .as("two attempts, both lost")
                .isEqualTo(409);
        assertThat(requests().status("POST", "/stock/_update/1?retry_on_conflict=2", update))
                .as("three attempts, the last of them alone")
                .isEqualTo(200);
        assertThat(server().faults()).as("all used up").hasToString("no faults");
    }

    @Test
    default void conflict_ofAScriptedUpdate_costsItOneRetryEach() {
        requests().send("PUT", DOCUMENT, "{\"n\":1}");
        server().faults().conflict("stock", "1", "{\"n\":7}");
        String update = "{\"script\":{\"source\":\"ctx._source.n++\"}}";
        assertThat(requests().status("POST", "/stock/_update/1?retry_on_conflict=1", update))
                .as("the second attempt")
                .isEqualTo(200);
        assertThat(requests().send("GET", DOCUMENT, "").body())
                .as("counts on top of the other's")
                .contains("{\"n\":8}");
    }

    @Test
    default void conflict_ofAnUpsert_findsTheOthersDocument() {
        server().faults().conflict("stock", "1", "{\"others\":1}");
        String update = "{\"doc\":{\"mine\":1},\"doc_as_upsert\":true}";
        assertThat(requests().status("POST", "/stock/_update/1?retry_on_conflict=1", update))
                .as("there is something to update now")
                .isEqualTo(200);
        assertThat(requests().send("GET", DOCUMENT, "").body())
                .as("nobody's change is lost")
                .contains("{\"others\":1,\"mine\":1}");
    }

    @Test
    default void conflict_ofAnUnconditionalWrite_isLeftForAConditionalOne() {
        requests().send("PUT", DOCUMENT, "{\"n\":1}");
        server().faults().conflict("stock", "1", 1);
        assertThat(requests().send("PUT", DOCUMENT, "{\"n\":2}").body())
                .as("nobody came between")
                .contains("\"_version\":2")
                .contains("\"_seq_no\":1");
        assertThat(putOn(1).statusCode()).as("its turn").isEqualTo(409);
    }

    @Test
    default void conflict_ofOneDocument_leavesOthersAlone() {
        requests().send("PUT", DOCUMENT, "{\"n\":1}");
        requests().send("PUT", "/other/_doc/1", "{\"n\":1}");
        server().faults().conflict("stock", "2", 1);
        server().faults().conflict("other", "1", 1);
        assertThat(putOn(0).statusCode()).as("neither its id nor its index").isEqualTo(200);
    }

    @Test
    default void conflict_withWhatIsNoJson_isRefused() {
        assertThatThrownBy(() -> server().faults().conflict("stock", "1", "{\"n\":"))
                .as("a mistake in the test")
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    default void conflict_ofABulkItem_isAnsweredInItsPlace() {
        requests().send("PUT", DOCUMENT, "{\"n\":1}");
        server().faults().conflict("stock", "1", 1);
        assertThat(bulk("{\"if_seq_no\":0,\"if_primary_term\":1,\"_id\":\"1\"}", "{\"_id\":\"2\"}"))
                .as("the conditional item lost, the other did not care")
                .contains("\"status\":409")
                .contains("\"status\":201");
    }

    @Test
    default void conflict_ofAnUpdateInABulkRequest_costsItOneRetryEach() {
        requests().send("PUT", DOCUMENT, "{\"n\":1}");
        server().faults().conflict("stock", "1", 1);
        String update = "{\"update\":{\"_id\":\"1\"}}\n{\"doc\":{\"n\":3}}\n";
        assertThat(requests().send("POST", "/stock/_bulk", update + update).body())
                .as("the first had none, the second was alone")
                .containsSubsequence("\"status\":409", "\"status\":200");
    }

    @Test
    default void failBulkItem_ofMany_keepsTheirOrder() {
        for (int position : new int[] {0, 1, 4, 9}) {
            server().faults().failBulkItem(position);
        }
        assertThat(bulk("{\"_id\":\"0\"}", "{\"_id\":\"1\"}", "{\"_id\":\"2\"}", "{\"_id\":\"3\"}", "{\"_id\":\"4\"}"))
                .as("each answer in its place, none for a position that is not there")
                .containsSubsequence(
                        "\"_id\":\"0\",\"status\":429",
                        "\"_id\":\"1\",\"status\":429",
                        "\"_id\":\"2\",\"_version\":1",
                        "\"_id\":\"3\",\"_version\":1",
                        "\"_id\":\"4\",\"status\":429")
                .endsWith("}}]}");
    }

    @Test
    default void failBulkItem_ofTheNextBulk_isNotDoneThen() {
        server().faults().failBulkItem(1);
        assertThat(bulk("{\"_id\":\"1\"}", "{\"_id\":\"2\"}"))
                .as("the second item")
                .contains("\"status\":201")
                .contains("\"status\":429")
                .contains("es_rejected_execution_exception");
        assertThat(requests().status("GET", "/stock/_doc/2", ""))
                .as("was not done")
                .isEqualTo(404);
        assertThat(bulk("{\"_id\":\"1\"}", "{\"_id\":\"2\"}")).as("once").contains("\"errors\":false");
    }

    private String bulk(String... actions) {
        String body = Stream.of(actions)
                .map(action -> "{\"index\":" + action + "}\n{\"n\":2}\n")
                .collect(Collectors.joining());
        return requests().send("POST", "/stock/_bulk", body).body();
    }

    @Test
    default void delay_ofABulkItem_holdsItsRequestUp() {
        Duration delay = Duration.ofMillis(150);
        server().faults().delay("stock", "2", 1, delay);
        long start = System.nanoTime();
        bulk("{\"_id\":\"1\"}", "{\"_id\":\"2\"}");
        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .as("the request")
                .isGreaterThanOrEqualTo(delay);
    }

    @Test
    default void delay_ofADocument_holdsThatOneUp() {
        Duration delay = Duration.ofMillis(150);
        requests().send("PUT", DOCUMENT, "{\"n\":1}");
        server().faults().delay("stock", "1", 1, delay);
        assertThat(timeToGet("/stock/_doc/2")).as("another document").isLessThan(delay);
        assertThat(timeToGet(DOCUMENT)).as("the document").isGreaterThanOrEqualTo(delay);
        assertThat(timeToGet(DOCUMENT)).as("once").isLessThan(delay);
    }

    @Test
    default void delay_ofAnIndex_holdsAnyOfItsRequestsUp() {
        Duration delay = Duration.ofMillis(150);
        server().faults().delay("stock", 2, delay);
        assertThat(timeToGet(DOCUMENT)).as("a document").isGreaterThanOrEqualTo(delay);
        assertThat(timeToGet("/stock/_mapping")).as("the index").isGreaterThanOrEqualTo(delay);
    }

    private Duration timeToGet(String path) {
        long start = System.nanoTime();
        requests().send("GET", path, "");
        return Duration.ofNanos(System.nanoTime() - start);
    }
}
