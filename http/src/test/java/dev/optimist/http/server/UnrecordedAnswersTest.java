package dev.optimist.http.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.optimist.http.api.Response;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is known of Elasticsearch's answers beyond those that were recorded. */
class UnrecordedAnswersTest {
    private static Response ask(String method, String path, String body) {
        return FuzzedServer.current().ask(FuzzedServer.incoming(method, path, Map.of(), body.replace('\'', '"')));
    }

    private static String text(String method, String path, String body) {
        return new String(ask(method, path, body).body(), StandardCharsets.UTF_8);
    }

    @Test
    void typeAsParameter_inVersion8_isUnknownAndHinted() {
        Response answer = ask("PUT", "/i/_doc/7?type=foo", "{}");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(new String(answer.body(), StandardCharsets.UTF_8))
                .contains("request [/i/_doc/7] contains unrecognized parameter: [type] -> did you mean [op_type]?");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "PUT | /refused/_mapping | {'_doc':{'properties':{}}} | Types cannot be provided in put mapping requests",
                "PUT | /refused/_mapping | {'properties':{'':{'type':'ip'}}} | field name cannot be an empty string",
                "PUT | /unmade | {'mappings':{'properties':{'':{'type':'ip'}}}} | field name cannot be an empty string",
                "POST | /_index_template/_simulate | {'index_patterns':['a']} | index_template [_simulate] invalid, cause [Validation Failed: 1: name must not start with '_';]",
                "PUT | /_component_template/A,b | {'template':{}} | Validation Failed: 1: name must not contain a ',';2: name must be lower cased;",
                "GET | /_cat/indices?health=blue | | unknown cluster health status [blue]",
                "GET | /_stats/stor,docs | | contains unrecognized metric: [stor] -> did you mean [store]?",
                "POST | /_flush?force=true&wait_if_ongoing=false | | Validation Failed: 1: wait_if_ongoing must be true for a force flush;",
                "POST | /refused/_refresh?force=true | | contains unrecognized parameter: [force]",
                "POST | /_flush?only_expunge_deletes=true | | contains unrecognized parameter: [only_expunge_deletes]",
                "POST | /_forcemerge?only_expunge_deletes=true&max_num_segments=1 | | cannot set only_expunge_deletes and max_num_segments at the same time",
                "GET | /refused/_search?batched_reduce_size=1 | | batchedReduceSize must be >= 2",
                "GET | /refused/_search?pre_filter_shard_size=0 | | preFilterShardSize must be >= 1",
                "POST | /refused/_update_by_query?from=1 | | from is not supported in this context",
                "PUT | /_scripts/s | {'script':{'lang':'ruby','source':'1'}} | unable to put stored script with unsupported lang [ruby]",
                "PUT | /_scripts/s/update | {'script':{'lang':'painless','source':'1 +'}} | compile error"
            })
    void whatElasticsearchRefuses_isRefusedInItsWords(String method, String path, String body, String reason) {
        ask("PUT", "/refused", "{}");

        Response answer = ask(method, path, body == null ? "" : body);

        String text = new String(answer.body(), StandardCharsets.UTF_8);
        assertThat(answer.status()).as(text).isEqualTo(400);
        assertThat(text).contains(reason);
    }

    @ParameterizedTest
    @CsvSource({
        "/_nodes/_all/http, true, false",
        "/_nodes/http, true, false",
        "/_nodes/os?pretty=false, false, true",
        "/_nodes, true, true",
        "/_nodes/_local, true, true"
    })
    void nodes_askedByWhoLooksForThem_areWhereTheyHaveBeenReached(String path, boolean http, boolean os) {
        Response answer = FuzzedServer.current()
                .ask(FuzzedServer.incoming("GET", path, Map.of("Host", "db.example:9201"), new byte[0]));

        String text = new String(answer.body(), StandardCharsets.UTF_8);
        assertThat(text.contains("\"publish_address\":\"db.example:9201\"")).isEqualTo(http);
        assertThat(text.contains("\"available_processors\":")).isEqualTo(os);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ax*,-ax2 | 200 | ax1,ax3 |",
                "ax1,bx1,-ax* | 200 | bx1 |",
                "-ax1,ax*,-ax2 | 404 | ax1,ax3 | alias [-ax1] missing",
                "ax*,-no,bx*,-none | 200 | ax1,ax2,ax3,bx1 |",
                "ax1,bx1,-ax*,-bx1 | 200 | |",
                "-no,-no*,-other | 404 | | alias [-no] missing",
                "_all,-ax*,no | 404 | bx1 | alias [no] missing"
            })
    void aliases_namedAfterAHyphen_areExcluded(String names, int status, String shown, String error) {
        ask("PUT", "/aliased", "{'aliases':{'ax1':{},'ax2':{},'ax3':{},'bx1':{}}}");

        Response answer = ask("GET", "/aliased/_alias/" + names, "");

        String text = new String(answer.body(), StandardCharsets.UTF_8);
        String aliases = shown == null
                ? ""
                : "\"aliased\":{\"aliases\":{\"" + String.join("\":{},\"", shown.split(",")) + "\":{}}}";
        assertThat(answer.status()).as(text).isEqualTo(status);
        assertThat(text)
                .isEqualTo(
                        error == null
                                ? "{" + aliases + "}"
                                : "{\"error\":\"" + error + "\",\"status\":404" + (shown == null ? "" : ",") + aliases
                                        + "}");
    }

    @Test
    void deleteOfAnAlias_ignoringWhatIsUnavailable_deletesTheOthers() {
        ask("PUT", "/kept", "{'aliases':{'kept_alias':{}}}");
        ask("PUT", "/gone", "");

        assertThat(ask("DELETE", "/kept_alias,gone", "").status()).isEqualTo(400);
        assertThat(ask("DELETE", "/kept_alias,gone?ignore_unavailable=true", "").status())
                .isEqualTo(200);
        assertThat(ask("HEAD", "/kept_alias", "").status()).isEqualTo(200);
        assertThat(ask("HEAD", "/gone", "").status()).isEqualTo(404);
    }

    @Test
    void mapping_withDotsInNames_isShownAsObjects() {
        ask("PUT", "/_component_template/dots", "{'template':{'mappings':{'properties':{'o.z':{'type':'ip'}}}}}");
        ask("PUT", "/_index_template/dots", "{'index_patterns':['dotted'],'composed_of':['dots']}");
        ask("PUT", "/dotted", "{'mappings':{'properties':{'o.a':{'type':'ip'}}}}");
        ask("PUT", "/dotted/_mapping", "{'properties':{'o.b':{'type':'ip'}}}");

        assertThat(text("GET", "/dotted/_mapping", ""))
                .isEqualTo("{\"dotted\":{\"mappings\":{\"properties\":{\"o\":{\"properties\":{\"a\":{\"type\":\"ip\"},"
                        + "\"b\":{\"type\":\"ip\"},\"z\":{\"type\":\"ip\"}}}}}}}");
        ask("DELETE", "/_index_template/dots", "");
    }

    @Test
    void catIndices_withColumnsByTheirAliases_isHeadedSo() {
        ask("PUT", "/listed", "{'settings':{'number_of_replicas':0}}");
        ask("POST", "/listed/_close", "");

        assertThat(text("GET", "/_cat/indices/listed?v&h=i,index,h,p*ri", ""))
                .isEqualTo("i      index  h     pri\nlisted listed green   1\n");
        assertThat(text("GET", "/_cat/indices/listed?format=json&h=i,st*us", ""))
                .isEqualTo("[{\"i\":\"listed\",\"status\":\"close\"}]");
    }

    @Test
    void storedScript_thatDoesNotSayWhatItIsFor_isCompiledWhenItRuns() {
        Response stored = ask("PUT", "/_scripts/later", "{'script':{'lang':'painless','source':'_score * 2'}}");
        ask("PUT", "/scripted/_doc/1", "{}");

        assertThat(stored.status()).isEqualTo(200);
        assertThat(text("POST", "/scripted/_update/1", "{'script':{'id':'later'}}"))
                .contains("compile error");
    }

    @Test
    void settingsWithDefaults_areThoseThatAreNotGiven() {
        ask("PUT", "/defaulted", "{'settings':{'index.gc_deletes':'5s'}}");

        assertThat(text("GET", "/defaulted/_settings/*.gc_deletes,*.refresh_*?include_defaults=true", ""))
                .isEqualTo("{\"defaulted\":{\"settings\":{\"index\":{\"gc_deletes\":\"5s\"}},"
                        + "\"defaults\":{\"index\":{\"refresh_interval\":\"1s\"}}}}");
        assertThat(text("GET", "/defaulted?include_defaults=true&flat_settings=true", ""))
                .contains("\"defaults\":{", "\"index.max_result_window\":\"10000\"");
    }

    @Test
    void settings_thatChangeNothingHere_areKept() {
        String settings =
                "{'settings':{'index.query_string.lenient':true,'index.search.slowlog.threshold.query.warn':'1s',"
                        + "'index.merge.policy.floor_segment':'2mb'}}";

        assertThat(ask("PUT", "/tuned", settings).status()).isEqualTo(200);
        assertThat(text("GET", "/tuned/_settings/index.query_string.*", ""))
                .isEqualTo("{\"tuned\":{\"settings\":{\"index\":{\"query_string\":{\"lenient\":\"true\"}}}}}");
    }

    @Test
    void expressionWithADate_isThatOfTheDay() {
        assertThat(text("GET", "/%3Clogs-%7B2026-11-02%7C%7C%2FM%7Byyyy-MM-dd%7D%7D%3E/_search", ""))
                .contains("no such index [logs-2026-11-01]");
    }

    @Test
    void writeByQuery_waitingForCopiesThatAreNotThere_writesNothing() {
        ask("PUT", "/copied/_doc/1", "{}");

        Response answer =
                ask("POST", "/copied/_delete_by_query?wait_for_active_shards=2", "{'query':{'match_all':{}}}");

        assertThat(answer.status()).isEqualTo(503);
        assertThat(ask("HEAD", "/copied/_doc/1", "").status()).isEqualTo(200);
        assertThat(ask(
                                "POST",
                                "/copied/_delete_by_query?wait_for_active_shards=1&version=true",
                                "{'query':{'match_all':{}}}")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void updateThatDoesNotParse_isQuotedUnlessToldNotTo() {
        String broken = "{'doc':{'secret'!}}";

        assertThat(text("POST", "/i/_update/1", broken)).contains("secret");
        assertThat(text("POST", "/i/_update/1?include_source_on_error=false", broken))
                .contains("error")
                .doesNotContain("secret");
    }

    @Test
    void pendingTasks_ofThisNode_areNone() {
        assertThat(text("GET", "/_cluster/pending_tasks?local=true", "")).isEqualTo("{\"tasks\":[]}");
    }
}
