package dev.optimist.http.security;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.optimist.http.testing.Caller;
import dev.optimist.http.testing.JsonClient.Answer;
import dev.optimist.http.testing.RawHttp;
import dev.optimist.http.testing.TestServer;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A server that asks everybody who they are. */
class SecurityIT {
    private static TestServer server;
    private static URI url;
    private static Caller admin;
    private static Caller ann;

    @BeforeAll
    static void start() {
        server = TestServer.start("--store=memory", "--security");
        url = server.uri("/");
        admin = server.admin();
        put(admin, "/logs-1/_doc/1", "{\"a\":1}");
        put(admin, "/other/_doc/1", "{\"a\":1}");
        put(
                admin,
                "/_security/user/ann",
                "{\"password\":\"secret-ann\",\"roles\":[\"read:logs-*\",\"create:logs-*\"]}");
        ann = Caller.of(url, "ann", "secret-ann");
    }

    @AfterAll
    static void stop() {
        server.close();
        TestServer.assertNothingBlocked();
    }

    private static void put(Caller caller, String path, String body) {
        assertThat(caller.put(path, body).status()).as(path).isBetween(200, 201);
    }

    @Test
    void nobody_isAskedWhoTheyAre() {
        Answer answer = Caller.anonymous(url).get("/_search?q=a");
        assertThat(answer.status()).as(answer.text()).isEqualTo(401);
        assertThat(answer.text())
                .isEqualTo("{\"error\":{\"root_cause\":[" + missing("/_search?q=a") + "],"
                        + missing("/_search?q=a").substring(1) + ",\"status\":401}");
    }

    private static String missing(String uri) {
        return "{\"type\":\"security_exception\",\"reason\":\"missing authentication credentials for REST request ["
                + uri + "]\",\"header\":{\"WWW-Authenticate\":[\"Basic realm=\\\"security\\\", charset=\\\"UTF-8\\\"\","
                + "\"ApiKey\"]}}";
    }

    @Test
    void nobody_unknownPath_learnsNothing() {
        assertThat(Caller.anonymous(url).get("/_nope").status()).as("no route").isEqualTo(401);
        assertThat(Caller.anonymous(url).send("PATCH", "/", "").status())
                .as("no method")
                .isEqualTo(401);
    }

    @Test
    void password_wrong_401() {
        Answer answer = Caller.of(url, "ann", "wrong-password").get("/logs-1/_doc/1");
        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.text()).contains("unable to authenticate user [ann] for REST request [/logs-1/_doc/1]");
    }

    @Test
    void guesses_tooMany_429SaysWhenToTryAgain() {
        String guess = "ApiKey " + Caller.base64("no-such-key:secret");
        try (RawHttp connection = RawHttp.connect(server.address())) {
            for (int i = 0; i < GuessLimit.FAILURES_OF_NAME; i++) {
                assertThat(guess(connection, guess).status()).as("guess %d", i).isEqualTo(401);
            }
            RawHttp.Answer slowed = guess(connection, guess);
            assertThat(slowed.status()).isEqualTo(429);
            assertThat(slowed.header("retry-after")).hasValue("" + GuessLimit.REFILL_OF_NAME.toSeconds());
        }
    }

    private static RawHttp.Answer guess(RawHttp connection, String authorization) {
        return connection.exchange(
                "GET", "/", Map.of("Host", "localhost", "Authorization", authorization), Optional.empty());
    }

    @Test
    void header_unreadable_401() {
        for (String header : List.of("Basic ?", "Basic " + Caller.base64("noColon"), "Bearer x", "ApiKey x", "Basic")) {
            assertThat(Caller.with(url, header).get("/").status()).as(header).isEqualTo(401);
        }
    }

    @Test
    void somebody_withinTheirPattern_isServed() {
        assertThat(ann.get("/logs-1/_doc/1").status()).as("read").isEqualTo(200);
        assertThat(ann.put("/logs-2/_create/1", "{}").status())
                .as("create, with its index")
                .isEqualTo(201);
    }

    @Test
    void somebody_outsideOfIt_403AsElasticsearchSaysIt() {
        Answer answer = ann.get("/other/_doc/1");
        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.json().at("/error/type").asText()).isEqualTo("security_exception");
        assertThat(answer.json().at("/error/reason").asText())
                .isEqualTo("action [indices:data/read/get] is unauthorized for user [ann] with effective roles"
                        + " [create:logs-*,read:logs-*] on indices [other], this action is granted by the index"
                        + " privileges [read,all]");
    }

    @Test
    void create_overwriting_403() {
        assertThat(ann.put("/logs-1/_doc/1", "{}").status())
                .as("who creates does not overwrite")
                .isEqualTo(403);
        assertThat(ann.put("/logs-1/_doc/1?op_type=create", "{}").status())
                .as("allowed, and there")
                .isEqualTo(409);
    }

    @Test
    void index_missingOutsideOfPattern_isNotTold() {
        assertThat(ann.get("/other-missing/_doc/1").status()).as("no oracle").isEqualTo(403);
        assertThat(ann.get("/logs-missing/_doc/1").status()).as("its own").isEqualTo(404);
    }

    @Test
    void search_everything_findsWhatMayBeSeen() {
        assertThat(indices(ann.get("/_search"))).as("all").isNotEmpty().allMatch(name -> name.startsWith("logs-"));
        assertThat(indices(ann.get("/*/_search"))).as("star").allMatch(name -> name.startsWith("logs-"));
        assertThat(ann.get("/o*/_search").json().at("/hits/total/value").asInt())
                .as("a pattern that finds nothing for them")
                .isZero();
        assertThat(ann.get("/logs-1,other/_search").status()).as("one by name").isEqualTo(403);
        assertThat(ann.get("/_search?index=other").status()).as("by parameter").isEqualTo(403);
    }

    private static List<String> indices(Answer answer) {
        return answer.json().at("/hits/hits").findValuesAsText("_index");
    }

    @Test
    void alias_countsAsWhatIsBehindIt() {
        put(admin, "/other/_alias/logs-alias", "");
        assertThat(ann.get("/logs-alias/_doc/1").status())
                .as("a name that fits, an index that does not")
                .isEqualTo(403);
        assertThat(ann.get("/logs-alias/_search").status()).as("search").isEqualTo(403);
        put(admin, "/logs-1/_alias/named", "");
        assertThat(ann.get("/named/_doc/1").status())
                .as("another name for what they may read")
                .isEqualTo(200);
    }

    @Test
    void bulk_eachItem_isAsked() {
        Answer answer = ann.post("/_bulk", """
                {"index":{"_index":"other","_id":"1"}}
                {}
                {"create":{"_index":"logs-1","_id":"b"}}
                {}
                {"delete":{"_index":"logs-1","_id":"b"}}
                {"update":{"_index":"logs-1","_id":"b"}}
                {"doc":{}}
                {"create":{"_index":"new","_id":"b"}}
                {}
                """);
        assertThat(answer.json().findValuesAsText("status")).containsExactly("403", "201", "403", "403", "403");
        assertThat(admin.get("/new/_doc/b").status()).as("no index was made").isEqualTo(404);
    }

    @Test
    void mget_eachDocument_isAsked() {
        JsonNode docs = ann.post(
                        "/_mget",
                        "{\"docs\":[{\"_index\":\"other\",\"_id\":\"1\"},{\"_index\":\"logs-1\",\"_id\":\"1\"}]}")
                .json()
                .get("docs");
        assertThat(docs.at("/0/error/type").asText()).isEqualTo("security_exception");
        assertThat(docs.at("/1/found").asBoolean()).isTrue();
    }

    @Test
    void conflictThatShowsTheDocument_needsReading() {
        put(admin, "/_security/user/writer", "{\"password\":\"secret-writer\",\"roles\":[\"create:other\"]}");
        Caller writer = Caller.of(url, "writer", "secret-writer");
        assertThat(writer.put("/other/_create/1?_source_on_conflict=true", "{}").status())
                .as("shows what may not be read")
                .isEqualTo(403);
        assertThat(writer.put("/other/_create/1", "{}").status())
                .as("shows nothing")
                .isEqualTo(409);
    }

    @Test
    void writeByQuery_needsReadingToo() {
        put(admin, "/_security/user/blind", "{\"password\":\"secret-blind\",\"roles\":[\"write:logs-*\"]}");
        Caller blind = Caller.of(url, "blind", "secret-blind");
        assertThat(blind.post("/logs-1/_delete_by_query", "{\"query\":{\"ids\":{\"values\":[\"none\"]}}}")
                        .status())
                .isEqualTo(403);
    }

    @Test
    void scrapeAndContention_needMonitor() {
        for (String path : List.of("/_prometheus/metrics", "/_contention", "/_cat/contention", "/_cluster/state")) {
            assertThat(ann.get(path).status()).as(path).isEqualTo(403);
        }
        put(admin, "/_security/user/watcher", "{\"password\":\"secret-watcher\",\"roles\":[\"monitor\"]}");
        Caller watcher = Caller.of(url, "watcher", "secret-watcher");
        for (String path : List.of("/_prometheus/metrics", "/_contention", "/_cat/contention", "/_cat/indices")) {
            assertThat(watcher.get(path).status()).as(path).isEqualTo(200);
        }
        assertThat(watcher.get("/logs-1/_doc/1").status()).as("a document").isEqualTo(403);
    }

    @Test
    void aliases_areForWhoManagesIndexAndName() {
        put(admin, "/_security/user/owner", "{\"password\":\"secret-owner\",\"roles\":[\"manage:logs-*\"]}");
        Caller owner = Caller.of(url, "owner", "secret-owner");
        assertThat(alias(owner, "logs-1", "logs-mine").status())
                .as("both theirs")
                .isEqualTo(200);
        assertThat(alias(owner, "logs-1", "bank").status()).as("another's name").isEqualTo(403);
        assertThat(alias(owner, "other", "logs-x").status())
                .as("another's index")
                .isEqualTo(403);
        assertThat(owner.put("/logs-aliased", "{\"aliases\":{\"bank\":{}}}").status())
                .as("at birth")
                .isEqualTo(403);
    }

    private static Answer alias(Caller caller, String index, String alias) {
        return caller.post(
                "/_aliases", "{\"actions\":[{\"add\":{\"index\":\"%s\",\"alias\":\"%s\"}}]}".formatted(index, alias));
    }

    @Test
    void authenticate_tellsWhoOneIs() {
        assertThat(ann.get("/_security/_authenticate").text())
                .isEqualTo(
                        "{\"username\":\"ann\",\"roles\":[\"read:logs-*\",\"create:logs-*\"],\"full_name\":null,"
                                + "\"email\":null,\"metadata\":{},\"enabled\":true,"
                                + "\"authentication_realm\":{\"name\":\"optimist\",\"type\":\"native\"},"
                                + "\"lookup_realm\":{\"name\":\"optimist\",\"type\":\"native\"},\"authentication_type\":\"realm\"}");
    }

    @Test
    void password_changed_oldOneEnds() {
        put(admin, "/_security/user/bob", "{\"password\":\"first-secret\",\"roles\":[\"read\"]}");
        Caller bob = Caller.of(url, "bob", "first-secret");
        put(bob, "/_security/user/_password", "{\"password\":\"second-secret\"}");
        assertThat(bob.get("/_security/_authenticate").status()).as("old").isEqualTo(401);
        Caller again = Caller.of(url, "bob", "second-secret");
        assertThat(again.get("/_security/_authenticate").status()).as("new").isEqualTo(200);
        assertThat(again.put("/_security/user/ann/_password", "{\"password\":\"second-secret\"}")
                        .status())
                .as("another's")
                .isEqualTo(403);
        put(admin, "/_security/user/bob/_disable", "");
        assertThat(again.get("/_security/_authenticate").status())
                .as("disabled")
                .isEqualTo(401);
        assertThat(admin.send("DELETE", "/_security/user/bob", "").text()).isEqualTo("{\"found\":true}");
    }

    @Test
    void user_shownWithoutSecrets() {
        Answer shown = admin.get("/_security/user/ann");
        assertThat(shown.text())
                .isEqualTo("{\"ann\":{\"username\":\"ann\",\"roles\":[\"read:logs-*\",\"create:logs-*\"],"
                        + "\"full_name\":null,\"email\":null,\"metadata\":{},\"enabled\":true}}");
        assertThat(ann.get("/_security/user").status()).as("not for all").isEqualTo(403);
    }

    @Test
    void user_badly_400AndNotMade() {
        for (String body : List.of(
                "{\"password\":\"short\",\"roles\":[]}",
                "{\"password\":\"long-enough\",\"roles\":[\"king\"]}",
                "{\"roles\":[]}",
                "{\"password\":\"long-enough\",\"rolles\":[]}")) {
            assertThat(admin.put("/_security/user/bad", body).status()).as(body).isEqualTo(400);
        }
        assertThat(admin.get("/_security/user/bad").status()).isEqualTo(404);
    }
}
