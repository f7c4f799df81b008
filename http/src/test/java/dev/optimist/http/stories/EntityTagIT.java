package dev.optimist.http.stories;

import static org.assertj.core.api.Assertions.assertThat;

import dev.optimist.http.testing.RawHttp;
import dev.optimist.http.testing.RawHttp.Answer;
import dev.optimist.http.testing.TestServer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two clients change a document and know nothing but HTTP: ETag, If-Match, If-None-Match. */
class EntityTagIT {
    private static final String PAGE = "/pages/_doc/1";
    private static final String VIEWS = "{\"views\":10}";

    private static TestServer server;

    private String tag = "";

    @BeforeAll
    static void start() {
        server = TestServer.start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void page() {
        tag = tag(send("PUT", PAGE, VIEWS));
    }

    private static Answer send(String method, String path, String body, String... headers) {
        Map<String, String> all = new TreeMap<>(Map.of("Host", "localhost"));
        Stream.of(headers).map(line -> line.split(": ", 2)).forEach(header -> all.put(header[0], header[1]));
        try (RawHttp connection = RawHttp.connect(server.address())) {
            Optional<byte[]> bytes =
                    body.isEmpty() ? Optional.empty() : Optional.of(body.getBytes(StandardCharsets.UTF_8));
            return connection.exchange(method, path, all, bytes);
        }
    }

    private static String tag(Answer answer) {
        return answer.header("ETag").orElse("none");
    }

    private static String tagOf(String seqNoAndTermBody) {
        long[] numbers = Stream.of("_seq_no\":", "_primary_term\":")
                .mapToLong(name -> {
                    int start = seqNoAndTermBody.indexOf(name) + name.length();
                    return Long.parseLong(seqNoAndTermBody.substring(start).split("[,}]", 2)[0]);
                })
                .toArray();
        return "\"" + numbers[0] + "-" + numbers[1] + "\"";
    }

    @Test
    void upsertThatMakesNothing_hasNoTag() {
        Answer noop = send(
                "POST",
                "/pages/_update/none",
                "{\"script\":\"ctx.op = 'none'\",\"scripted_upsert\":true,\"upsert\":{}}");

        assertThat(noop.text()).as("what it did").contains("\"result\":\"noop\"");
        assertThat(noop.header("ETag")).as("a tag of no document").isEmpty();
    }

    @Test
    void everyAnswerOfADocument_carriesItsTag() {
        Answer created = send("POST", "/pages/_doc", VIEWS);
        Answer updated = send("POST", "/pages/_update/1", "{\"doc\":{\"views\":11}}");
        Answer noop = send("POST", "/pages/_update/1", "{\"doc\":{\"views\":11}}");
        Answer read = send("GET", PAGE, "");

        for (Answer answer : Arrays.asList(created, updated, noop, read)) {
            assertThat(tag(answer)).as("of %s", answer.text()).isEqualTo(tagOf(answer.text()));
        }
        for (String path : Arrays.asList("/pages/_source/1", PAGE + "?pretty", PAGE + "?_source=false")) {
            assertThat(tag(send("GET", path, ""))).as("of %s", path).isEqualTo(tag(read));
            assertThat(tag(send("HEAD", path, ""))).as("of HEAD %s", path).isEqualTo(tag(read));
        }
        Answer deleted = send("DELETE", PAGE, "");
        assertThat(tag(deleted)).as("the tombstone's").isEqualTo(tagOf(deleted.text()));
        assertThat(send("GET", PAGE, "").header("ETag")).as("nothing is there").isEmpty();
    }

    @Test
    void ifMatch_ofTheReadState_isWrittenOnce() {
        Answer first = send("PUT", PAGE, "{\"views\":11}", "If-Match: " + tag);
        Answer second = send("PUT", PAGE, "{\"views\":11}", "If-Match: " + tag);

        assertThat(first.status()).as("nobody was there in between").isEqualTo(200);
        assertThat(second.status()).as("somebody was").isEqualTo(412);
        assertThat(tag(second)).as("a 412 names what is there").isEqualTo(tag(first));
        assertThat(second.text())
                .as("says which condition failed, and why")
                .contains("precondition_failed_exception", "[1]: precondition [If-Match] failed. current document has")
                .endsWith("\"status\":412}");
    }

    @Test
    void ifMatch_onUpdateAndDelete_isACondition() {
        Answer updated = send("POST", "/pages/_update/1", "{\"doc\":{\"views\":12}}", "If-Match: \"x\", " + tag);

        assertThat(updated.status()).as("one of the list").isEqualTo(200);
        assertThat(send("POST", "/pages/_update/1", "{\"doc\":{\"views\":13}}", "If-Match: " + tag)
                        .status())
                .as("stale")
                .isEqualTo(412);
        assertThat(send("DELETE", PAGE, "", "If-Match: " + tag).status())
                .as("stale")
                .isEqualTo(412);
        assertThat(send("DELETE", PAGE, "", "If-Match: W/" + tag(updated)).status())
                .as("a weak tag never matches")
                .isEqualTo(412);
        assertThat(send("DELETE", PAGE, "", "If-Match: " + tag(updated)).status())
                .as("current")
                .isEqualTo(200);
    }

    @Test
    void ifMatchStar_onAMissingDocument_writesNothing() {
        String missing = "/pages/_doc/missing";

        assertThat(send("PUT", missing, VIEWS, "If-Match: *").status())
                .as("PUT")
                .isEqualTo(412);
        assertThat(send("DELETE", missing, "", "If-Match: *").status())
                .as("DELETE")
                .isEqualTo(412);
        assertThat(send("POST", "/pages/_update/missing", "{\"doc\":{},\"doc_as_upsert\":true}", "If-Match: *")
                        .status())
                .as("upsert")
                .isEqualTo(412);
        assertThat(send("POST", "/pages/_update/missing", "{\"doc\":{}}", "If-Match: *")
                        .status())
                .as("missing without the condition, too")
                .isEqualTo(404);
        assertThat(send("GET", missing, "", "If-Match: *").status())
                .as("nothing was made")
                .isEqualTo(404);
    }

    @Test
    void ifNoneMatchStar_onPut_isACreate() {
        assertThat(send("PUT", "/pages/_doc/once", VIEWS, "If-None-Match: *").status())
                .as("the first")
                .isEqualTo(201);
        Answer second = send("PUT", "/pages/_doc/once", VIEWS, "If-None-Match: *");
        assertThat(second.status()).as("the second").isEqualTo(412);
        assertThat(second.text()).as("names the condition").contains("precondition [If-None-Match] failed");
        assertThat(send("POST", "/pages/_update/once", "{\"doc\":{\"n\":1}}", "If-None-Match: *")
                        .status())
                .as("an update finds it")
                .isEqualTo(412);
        send("DELETE", "/pages/_doc/once", "");
        assertThat(send("PUT", "/pages/_doc/once", VIEWS, "If-None-Match: *").status())
                .as("a tombstone is no document")
                .isEqualTo(201);
    }

    @ParameterizedTest
    @ValueSource(strings = {PAGE, "/pages/_source/1"})
    void ifNoneMatch_ofTheReadState_isNotModified(String path) {
        for (String method : Arrays.asList("GET", "HEAD")) {
            for (String tags : Arrays.asList(tag, "W/" + tag, "\"0-9\", " + tag, "*")) {
                Answer answer = send(method, path, "", "If-None-Match: " + tags);
                assertThat(answer.status()).as("%s with %s", method, tags).isEqualTo(304);
                assertThat(tag(answer)).as("a 304 names what is there").isEqualTo(tag);
                assertThat(answer.header("content-length")).as("no body").isEmpty();
                assertThat(answer.header("transfer-encoding")).as("no body").isEmpty();
            }
        }
        assertThat(send("GET", path, "", "If-None-Match: \"0-9\"").status())
                .as("another state")
                .isEqualTo(200);
        assertThat(send("GET", path, "", "If-Match: \"0-9\"").status())
                .as("not the state that was asked for")
                .isEqualTo(412);
    }

    @Test
    void notModified_onAKeptConnection_leavesItUsable() {
        try (RawHttp connection = RawHttp.connect(server.address())) {
            Map<String, String> headers = Map.of("Host", "localhost", "If-None-Match", tag);
            assertThat(connection
                            .exchange("GET", PAGE, headers, Optional.empty())
                            .status())
                    .as("the first")
                    .isEqualTo(304);
            assertThat(connection
                            .exchange("GET", PAGE, Map.of("Host", "localhost"), Optional.empty())
                            .text())
                    .as("the second is read from where the first ended")
                    .startsWith("{\"_index\":\"pages\"");
        }
    }

    @Test
    void headersAndParameters_together_mustBothHold() {
        String[] numbers = tag.replace("\"", "").split("-", -1);
        String holds = PAGE + "?if_seq_no=" + numbers[0] + "&if_primary_term=" + numbers[1];
        String fails = PAGE + "?if_seq_no=0&if_primary_term=77";

        assertThat(send("PUT", fails, VIEWS, "If-Match: \"0-9\"").status())
                .as("the header is looked at first")
                .isEqualTo(412);
        assertThat(send("PUT", fails, VIEWS, "If-Match: " + tag).status())
                .as("the parameters' conflict")
                .isEqualTo(409);
        assertThat(send("PUT", holds, VIEWS, "If-None-Match: *").status())
                .as("a contradiction never holds")
                .isEqualTo(412);
        assertThat(send("PUT", holds, VIEWS, "If-Match: " + tag).status())
                .as("both hold")
                .isEqualTo(200);
    }

    @Test
    void badHeaders_areBadRequests() {
        assertThat(send("PUT", PAGE, VIEWS, "If-Match: 5-1").status())
                .as("not quoted")
                .isEqualTo(400);
        assertThat(send("POST", "/pages/_update/1?retry_on_conflict=3", "{\"doc\":{\"views\":1}}", "If-Match: " + tag)
                        .text())
                .as("a retry would be in vain")
                .contains("compare and write operations can not be retried");
    }
}
