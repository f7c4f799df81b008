package dev.optimist.http.search;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.optimist.http.testing.TestServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** _search, _count, _update_by_query and _delete_by_query over HTTP. */
class SearchIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final AtomicInteger INDICES = new AtomicInteger();
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static TestServer server;

    private final String index = "s" + INDICES.incrementAndGet();

    @BeforeAll
    static void start() {
        server = TestServer.start();
    }

    @AfterAll
    static void stop() {
        server.close();
        TestServer.assertNothingBlocked();
    }

    /** An answer whose body is JSON. */
    private record Reply(int status, JsonNode body) {
        Reply(HttpResponse<String> response) {
            this(response.statusCode(), tree(response.body()));
        }

        JsonNode at(String pointer) {
            return body.at(pointer);
        }

        List<String> ids() {
            List<String> ids = new ArrayList<>();
            at("/hits/hits").forEach(hit -> ids.add(hit.get("_id").asText()));
            return ids;
        }
    }

    private static JsonNode tree(String json) {
        try {
            return JSON.readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Reply send(TestServer to, String method, String path, String body) {
        return sendAsync(to, method, path, body)
                .orTimeout(60, java.util.concurrent.TimeUnit.SECONDS)
                .join();
    }

    private static CompletableFuture<Reply> sendAsync(TestServer to, String method, String path, String body) {
        HttpRequest request = HttpRequest.newBuilder(to.uri(path))
                .timeout(PATIENCE)
                .header("Content-Type", "application/json")
                .method(
                        method,
                        body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body.replace('\'', '"')))
                .build();
        return CLIENT.sendAsync(request, BodyHandlers.ofString()).thenApply(Reply::new);
    }

    private Reply post(String path, String body) {
        return send(server, "POST", "/" + index + path, body);
    }

    @BeforeEach
    void twentyDocumentsOnTwoShards() {
        send(server, "PUT", "/" + index, "{'settings':{'number_of_shards':2}}");
        List<CompletableFuture<Reply>> puts = new ArrayList<>();
        for (int n = 0; n < 20; n++) {
            String body = "{'n':" + n + ",'group':'g" + n % 3 + "','tags':['t" + n % 2 + "']}";
            puts.add(sendAsync(server, "PUT", "/" + index + "/_doc/d" + n, body));
        }
        puts.forEach(put -> assertThat(put.join().status()).isEqualTo(201));
    }

    @Test
    void search_withoutAnything_answersInElasticsearchsShape() {
        Reply found = post("/_search", "");

        assertThat(found.status()).isEqualTo(200);
        assertThat(found.body().fieldNames()).toIterable().containsExactly("took", "timed_out", "_shards", "hits");
        assertThat(found.at("/_shards").toString())
                .isEqualTo("{\"total\":2,\"successful\":2,\"skipped\":0,\"failed\":0}");
        assertThat(found.at("/hits/total").toString()).isEqualTo("{\"value\":20,\"relation\":\"eq\"}");
        assertThat(found.at("/hits/max_score").asDouble()).isEqualTo(1.0);
        assertThat(found.ids()).hasSize(10);
        assertThat(found.at("/hits/hits/0").fieldNames())
                .toIterable()
                .containsExactly("_index", "_id", "_score", "_source");
    }

    @Test
    void search_withEverything_showsIt() {
        String body = "{'query':{'bool':{'filter':[{'term':{'tags.keyword':'t1'}},{'range':{'n':{'gte':3}}}]}},"
                + "'sort':[{'group':'desc'},{'n':{'order':'asc'}}],'from':1,'size':2,'version':true,"
                + "'seq_no_primary_term':true,'_source':['n']}";

        JsonNode hit = post("/_search", body).at("/hits/hits/0");

        assertThat(hit.get("_id").asText()).isEqualTo("d11");
        assertThat(hit.get("sort").toString()).isEqualTo("[\"g2\",11]");
        assertThat(hit.get("_source").toString()).isEqualTo("{\"n\":11}");
        assertThat(hit.get("_score").isNull()).as("sorted hits have no score").isTrue();
        assertThat(hit.fieldNames())
                .toIterable()
                .containsExactly("_index", "_id", "_version", "_seq_no", "_primary_term", "_score", "_source", "sort");
    }

    @Test
    void search_byParameters_doesAsWithBody() {
        String path = "/" + index + "/_search?q=group:g1&sort=n:desc&size=2&_source=false&seq_no_primary_term=true";

        Reply found = send(server, "GET", path, "");

        assertThat(found.ids()).containsExactly("d19", "d16");
        assertThat(found.at("/hits/hits/0").has("_source")).isFalse();
        assertThat(found.at("/hits/hits/0").has("_seq_no")).isTrue();
    }

    @Test
    void search_pagedAfterSortValues_findsEachOnce() {
        Set<String> seen = new HashSet<>();
        String after = "";
        int pages = 0;
        while (pages < 8) {
            Reply page = post("/_search", "{'size':3,'sort':[{'group':'asc'},'_id']" + after + "}");
            seen.addAll(page.ids());
            JsonNode last = page.at("/hits/hits/" + (page.ids().size() - 1) + "/sort");
            after = ",'search_after':" + last;
            pages = page.ids().size() < 3 ? 8 : pages + 1;
        }

        assertThat(seen).hasSize(20);
    }

    @Test
    void search_ofWriteThatWasAcknowledged_seesItWithoutRefresh() {
        for (int n = 0; n < 20; n++) {
            send(server, "PUT", "/" + index + "/_doc/new", "{'round':" + n + "}");

            assertThat(post("/_count", "{'query':{'term':{'round':" + n + "}}}")
                            .at("/count")
                            .asInt())
                    .as("round %d", n)
                    .isEqualTo(1);
        }
    }

    @Test
    void search_totalsAsAsked_areShownSo() {
        assertThat(post("/_search?rest_total_hits_as_int=true", "")
                        .at("/hits/total")
                        .asInt())
                .isEqualTo(20);
        assertThat(post("/_search", "{'track_total_hits':false}").at("/hits").has("total"))
                .isFalse();
        assertThat(post("/_search", "{'track_total_hits':5,'size':0}")
                        .at("/hits/total/value")
                        .asInt())
                .as("totals are exact")
                .isEqualTo(20);
        Reply nothing = send(server, "GET", "/none*/_search", "");
        assertThat(nothing.at("/hits").toString())
                .isEqualTo("{\"total\":{\"value\":0,\"relation\":\"eq\"},\"max_score\":0.0,\"hits\":[]}");
    }

    @Test
    void count_withAndWithoutQuery_counts() {
        assertThat(post("/_count", "").body().toString())
                .isEqualTo("{\"count\":20,\"_shards\":{\"total\":2,\"successful\":2,\"skipped\":0,\"failed\":0}}");
        assertThat(post("/_count?q=n:7", "").at("/count").asInt()).isEqualTo(1);
        assertThat(post("/_count", "{'query':{'exists':{'field':'tags'}}}")
                        .at("/count")
                        .asInt())
                .isEqualTo(20);
    }

    @Test
    void count_ofMissingIndex_answersAsRecorded() {
        Reply missing = send(server, "GET", "/gb_none/_count", "");
        String cause = "{\"type\":\"index_not_found_exception\",\"reason\":\"no such index [gb_none]\","
                + "\"resource.type\":\"index_or_alias\",\"resource.id\":\"gb_none\",\"index_uuid\":\"_na_\","
                + "\"index\":\"gb_none\"}";

        assertThat(missing.body().toString())
                .isEqualTo("{\"error\":{\"root_cause\":[" + cause + "]," + cause.substring(1) + ",\"status\":404}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "/_search | {'query':{'nope':{}}} | parsing_exception | unknown query [nope]",
                "/_search | {'query':{'match':{'a':'b'}}} | illegal_argument_exception | Supported are [bool, exists, ids, match_all, match_none, range, term, terms]",
                "/_search | {'aggs':{}} | illegal_argument_exception | [aggs] is not supported",
                "/_search | {'querry':{}} | parsing_exception | Unknown key for a START_OBJECT in [querry].",
                "/_search | {'size':10001} | illegal_argument_exception | Result window is too large, from + size must be less than or equal to: [10000] but was [10001].",
                "/_search | {'from':-1} | illegal_argument_exception | [from] parameter cannot be negative but was [-1]",
                "/_search | {'search_after':[1]} | illegal_argument_exception | Sort must contain at least one field.",
                "/_search?scroll=1m | {} | illegal_argument_exception | [scroll] is not supported",
                "/_search?q=a%20OR%20b | {} | illegal_argument_exception | [q=a OR b] is not supported",
                "/_search?sise=1 | {} | illegal_argument_exception | unrecognized parameter: [sise] -> did you mean [size]?",
                "/_count | {'size':1} | parsing_exception | request does not support [size]",
                "/_delete_by_query | {} | action_request_validation_exception | Validation Failed: 1: query is missing;",
                "/_update_by_query?conflicts=skip | {} | illegal_argument_exception | conflicts may only be \"proceed\" or \"abort\" but was [skip]",
                "/_update_by_query?wait_for_completion=false | {} | illegal_argument_exception | [wait_for_completion] must be [true]",
                "/_update_by_query | {'max_docs':0} | action_request_validation_exception | maxDocs should be greater than 0",
                "/_update_by_query | {'from':1,'stored_fields':['n']} | action_request_validation_exception | Validation Failed: 1: from is not supported in this context;2: stored_fields is not supported in this context;",
                "/_update_by_query?max_docs=5 | {'max_docs':4} | illegal_argument_exception | [max_docs] set to two different values [4] and [5]",
                "/_update_by_query?max_docs=1&slices=2 | {} | illegal_argument_exception | [max_docs] should be >= [slices]",
                "/_update_by_query?slices=many | {} | illegal_argument_exception | [slices] must be a positive integer or the string \"auto\", but was [many]",
                "/_update_by_query?slices=0 | {} | illegal_argument_exception | [slices] must be a positive integer or the string \"auto\", but was [0]",
                "/_update_by_query?requests_per_second=0 | {} | illegal_argument_exception | [requests_per_second] must be a float greater than 0. Use -1 to disable throttling.",
                "/_update_by_query?requests_per_second= | {} | illegal_argument_exception | [requests_per_second] must be a float greater than 0.",
                "/_update_by_query?size=1 | {} | illegal_argument_exception | invalid parameter [size], use [max_docs] instead",
                "/_update_by_query | {'script':{'source':'ctx._id = params.none'}} | script_exception | runtime error",
                "/_update_by_query | {'script':{'source':'ctx._source.n ='}} | script_exception | compile error"
            })
    void request_thatIsNotUnderstood_saysWhy(String path, String body, String type, String reason) {
        Reply refused = post(path, body);

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.at("/error/type").asText()).isEqualTo(type);
        assertThat(refused.at("/error/reason").asText()).contains(reason);
    }

    @Test
    void deleteByQuery_ofSome_answersInElasticsearchsShape() {
        Reply done = post("/_delete_by_query?refresh=true&scroll_size=4", "{'query':{'term':{'group':'g0'}}}");

        assertThat(done.body().toString().replaceFirst("\"took\":\\d+", "\"took\":0"))
                .isEqualTo("{\"took\":0,\"timed_out\":false,\"total\":7,\"deleted\":7,\"batches\":2,"
                        + "\"version_conflicts\":0,\"noops\":0,\"retries\":{\"bulk\":0,\"search\":0},"
                        + "\"throttled_millis\":0,\"requests_per_second\":-1.0,\"throttled_until_millis\":0,"
                        + "\"failures\":[]}");
        assertThat(post("/_count", "").at("/count").asInt()).isEqualTo(13);
    }

    @Test
    void updateByQuery_withScript_changesWhatMatches() {
        Reply done = post(
                "/_update_by_query",
                "{'query':{'term':{'tags':'t0'}},'script':{'source':'ctx._source.n += params.by','params':{'by':100}}}");

        assertThat(done.at("/updated").asInt()).isEqualTo(10);
        assertThat(post("/_count", "{'query':{'range':{'n':{'gte':100}}}}")
                        .at("/count")
                        .asInt())
                .isEqualTo(10);
    }

    /** Keeps writing to d0 until a write by query meets its rival. */
    private Reply rivalled(String path, Predicate<Reply> met) {
        AtomicBoolean over = new AtomicBoolean();
        List<CompletableFuture<Void>> rivals = new ArrayList<>();
        for (int rival = 0; rival < 4; rival++) {
            rivals.add(keepWriting(over));
        }
        Reply reply = post(path, SCRIPT);
        for (int attempt = 0; attempt < 5_000 && !met.test(reply); attempt++) {
            reply = post(path, SCRIPT);
        }
        over.set(true);
        rivals.forEach(CompletableFuture::join);
        return reply;
    }

    private static final String SCRIPT =
            "{'query':{'range':{'n':{'lte':2}}},'script':{'source':'ctx._source.touched = true'}}";

    private CompletableFuture<Void> keepWriting(AtomicBoolean over) {
        CompletionStage<Void> write = sendAsync(server, "PUT", "/" + index + "/_doc/d0", "{'n':0}")
                .thenCompose(done -> over.get() ? CompletableFuture.<Void>completedFuture(null) : keepWriting(over));
        return write.toCompletableFuture();
    }

    @Test
    void updateByQuery_rivalledAndAborting_is409WithItsFailures() {
        Reply done = rivalled("/_update_by_query", reply -> reply.status() == 409);

        assertThat(done.status()).isEqualTo(409);
        assertThat(done.at("/version_conflicts").asInt()).isEqualTo(1);
        JsonNode failure = done.at("/failures/0");
        assertThat(failure.get("id").asText()).isEqualTo("d0");
        assertThat(failure.get("status").asInt()).isEqualTo(409);
        assertThat(failure.at("/cause/type").asText()).isEqualTo("version_conflict_engine_exception");
        assertThat(failure.get("cause").fieldNames())
                .toIterable()
                .containsExactly("type", "reason", "index_uuid", "shard", "index");
    }

    @Test
    void updateByQuery_rivalledAndProceeding_writesTheOthersAndNamesTheConflict() {
        Reply done = rivalled(
                "/_update_by_query?conflicts=proceed",
                reply -> reply.at("/version_conflicts").asInt() > 0);

        assertThat(done.status()).isEqualTo(200);
        assertThat(done.at("/updated").asInt()).isEqualTo(2);
        assertThat(done.at("/failures/0/id").asText()).isEqualTo("d0");
    }

    @Test
    void updateByQuery_rivalledWithRetries_writesAll() {
        Reply done = rivalled(
                "/_update_by_query?max_retries=1000",
                reply -> reply.at("/retries/bulk").asInt() > 0);

        assertThat(done.status()).isEqualTo(200);
        assertThat(done.at("/retries/bulk").asInt()).isPositive();
        assertThat(done.at("/updated").asInt()).isEqualTo(3);
        assertThat(done.at("/failures")).isEmpty();
    }

    @Test
    void search_ofMoreDocumentsThanAllowed_isRefused() {
        try (TestServer narrow = TestServer.start("--max-search-documents=1")) {
            send(narrow, "PUT", "/i/_doc/1", "{'a':1}");
            send(narrow, "PUT", "/i/_doc/2", "{'a':1}");

            Reply refused = send(narrow, "GET", "/i/_search?q=a:1", "");

            assertThat(refused.status()).isEqualTo(400);
            assertThat(refused.at("/error/reason").asText())
                    .contains("would have to read [2] documents one by one, but must read at most [1]");
            assertThat(send(narrow, "GET", "/i/_search?q=_id:1", "").ids()).containsExactly("1");
        }
    }

    @Test
    void search_inVersionsWithTypes_showsThem() {
        try (TestServer seven = TestServer.start("--api-compat=7");
                TestServer six = TestServer.start("--api-compat=6")) {
            send(seven, "PUT", "/i/movie/1", "{'a':1}");
            send(six, "PUT", "/i/movie/1", "{'a':1}");

            assertThat(send(seven, "GET", "/i/_search", "")
                            .at("/hits/hits/0/_type")
                            .asText())
                    .isEqualTo("movie");
            assertThat(send(seven, "GET", "/i/movie/_search", "").ids()).containsExactly("1");
            assertThat(send(seven, "GET", "/i/film/_search", "").ids()).isEmpty();
            assertThat(send(six, "GET", "/i/_search", "").at("/hits/total").asInt())
                    .isEqualTo(1);
        }
    }
}
