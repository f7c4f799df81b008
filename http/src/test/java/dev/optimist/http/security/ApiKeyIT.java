package dev.optimist.http.security;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.optimist.http.testing.Caller;
import dev.optimist.http.testing.JsonClient.Answer;
import dev.optimist.http.testing.TestServer;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Keys, as Elasticsearch makes, shows and ends them. */
class ApiKeyIT {
    private static TestServer server;
    private static URI url;
    private static Caller admin;

    @BeforeAll
    static void start() {
        server = TestServer.start("--store=memory", "--security");
        url = server.uri("/");
        admin = server.admin();
        admin.put("/logs-1/_doc/1", "{}");
        admin.put("/other/_doc/1", "{}");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static Caller user(String name, String roles) {
        Answer made = admin.put(
                "/_security/user/" + name, "{\"password\":\"secret-%s\",\"roles\":[%s]}".formatted(name, roles));
        assertThat(made.status()).as(made.text()).isEqualTo(200);
        return Caller.of(url, name, "secret-" + name);
    }

    private static JsonNode create(Caller caller, String body) {
        Answer made = caller.post("/_security/api_key", body);
        assertThat(made.status()).as(made.text()).isEqualTo(200);
        return made.json();
    }

    private static Caller holder(JsonNode key) {
        return Caller.with(url, "ApiKey " + key.get("encoded").asText());
    }

    @Test
    void key_made_hasElasticsearchsShape() {
        JsonNode key = create(admin, "{\"name\":\"shape\",\"expiration\":\"1d\",\"metadata\":{\"a\":[1]}}");
        assertThat(key.fieldNames()).toIterable().containsExactly("id", "name", "expiration", "api_key", "encoded");
        assertThat(new String(Base64.getDecoder().decode(key.get("encoded").asText()), StandardCharsets.UTF_8))
                .isEqualTo(key.get("id").asText() + ":" + key.get("api_key").asText());
        assertThat(Base64.getUrlDecoder().decode(key.get("api_key").asText()))
                .as("256 bits")
                .hasSize(32);
        assertThat(holder(key).get("/logs-1/_doc/1").status()).as("comes in").isEqualTo(200);
    }

    @Test
    void key_withDescriptors_isWorthNoMore() {
        JsonNode key = create(
                admin,
                "{\"name\":\"narrow\",\"role_descriptors\":{\"r\":{\"cluster\":[\"monitor\"],\"indices\":"
                        + "[{\"names\":[\"logs-*\"],\"privileges\":[\"read\"]}]}}}");
        Caller narrow = holder(key);
        assertThat(narrow.get("/logs-1/_doc/1").status()).as("as it says").isEqualTo(200);
        assertThat(narrow.get("/other/_doc/1").status()).as("another index").isEqualTo(403);
        assertThat(narrow.put("/logs-1/_doc/2", "{}").status())
                .as("another action")
                .isEqualTo(403);
        assertThat(narrow.get("/_cluster/health").status()).as("the whole").isEqualTo(200);
        assertThat(narrow.get("/other/_doc/1").json().at("/error/reason").asText())
                .startsWith("action [indices:data/read/get] is unauthorized for API key id ["
                        + key.get("id").asText() + "] of user [admin] on indices [other], this action is granted by");
    }

    @Test
    void key_neverWorthMoreThanItsUserIsNow() {
        Caller ann = user("ann", "\"read:logs-*\",\"manage_own_api_key\"");
        JsonNode wide = create(
                ann,
                "{\"name\":\"wide\",\"role_descriptors\":{\"r\":{\"indices\":[{\"names\":[\"*\"],\"privileges\":[\"all\"]}]}}}");
        Caller holder = holder(wide);
        assertThat(holder.get("/logs-1/_doc/1").status()).as("what both allow").isEqualTo(200);
        assertThat(holder.get("/other/_doc/1").status())
                .as("what the user may not")
                .isEqualTo(403);
        user("ann", "\"monitor\"");
        assertThat(holder.get("/logs-1/_doc/1").status())
                .as("after the user lost it")
                .isEqualTo(403);
        admin.send("DELETE", "/_security/user/ann", "");
        assertThat(holder.get("/logs-1/_doc/1").status())
                .as("after the user is gone")
                .isEqualTo(401);
    }

    @Test
    void key_invalidated_isNoLongerAccepted() {
        JsonNode key = create(admin, "{\"name\":\"ending\"}");
        String id = key.get("id").asText();
        assertThat(admin.send("DELETE", "/_security/api_key", "{\"ids\":[\"" + id + "\"]}")
                        .text())
                .isEqualTo("{\"invalidated_api_keys\":[\"" + id
                        + "\"],\"previously_invalidated_api_keys\":[],\"error_count\":0}");
        assertThat(holder(key).get("/").status()).isEqualTo(401);
        assertThat(admin.send("DELETE", "/_security/api_key", "{\"name\":\"ending\"}")
                        .text())
                .as("again")
                .isEqualTo("{\"invalidated_api_keys\":[],\"previously_invalidated_api_keys\":[\"" + id
                        + "\"],\"error_count\":0}");
        assertThat(admin.get("/_security/api_key?id=" + id)
                        .json()
                        .at("/api_keys/0/invalidated")
                        .asBoolean())
                .isTrue();
        assertThat(admin.get("/_security/api_key?id=" + id + "&active_only=true")
                        .status())
                .isEqualTo(404);
    }

    @Test
    void key_expired_isNoLongerAccepted() {
        JsonNode key = create(admin, "{\"name\":\"short\",\"expiration\":\"1ms\"}");
        assertThat(holder(key).get("/").status()).isEqualTo(401);
    }

    @Test
    void key_ofAnotherSecret_401() {
        JsonNode key = create(admin, "{\"name\":\"real\"}");
        String forged = Caller.base64(key.get("id").asText() + ":" + "x".repeat(43));
        assertThat(Caller.with(url, "ApiKey " + forged).get("/").status()).isEqualTo(401);
    }

    @Test
    void keys_ownAndOfOthers() {
        Caller eve = user("eve", "\"manage_own_api_key\"");
        create(admin, "{\"name\":\"of-admin\"}");
        JsonNode own = create(eve, "{\"name\":\"of-eve\"}");
        assertThat(eve.get("/_security/api_key?owner=true").json().get("api_keys"))
                .as("one's own")
                .hasSize(1);
        assertThat(eve.get("/_security/api_key").status()).as("all").isEqualTo(403);
        assertThat(eve.send("DELETE", "/_security/api_key", "{\"name\":\"of-admin\"}")
                        .status())
                .as("another's")
                .isEqualTo(403);
        assertThat(eve.put("/_security/api_key/" + own.get("id").asText(), "{\"metadata\":{\"b\":2}}")
                        .text())
                .isEqualTo("{\"updated\":true}");
        assertThat(admin.get("/_security/api_key?username=eve")
                        .json()
                        .at("/api_keys/0/metadata/b")
                        .asInt())
                .isEqualTo(2);
        assertThat(admin.get("/_security/api_key?name=of-*").json().get("api_keys"))
                .hasSize(2);
    }

    @Test
    void key_byKey_isNotMade() {
        JsonNode key = create(admin, "{\"name\":\"parent\"}");
        assertThat(holder(key)
                        .post("/_security/api_key", "{\"name\":\"child\"}")
                        .status())
                .isEqualTo(400);
    }

    @Test
    void key_badly_400() {
        for (String body : new String[] {
            "{}",
            "{\"name\":\"_x\"}",
            "{\"name\":\"x\",\"expiration\":\"soon\"}",
            "{\"name\":\"x\",\"role_descriptors\":{\"r\":{\"cluster\":[\"king\"]}}}",
            "{\"name\":\"x\",\"role_descriptors\":{\"r\":{\"indices\":[{\"names\":[\"a\"],\"privileges\":[\"read\"],"
                    + "\"query\":\"{}\"}]}}}",
            "{\"name\":\"x\",\"role_descriptors\":{\"r\":{\"indices\":[{\"names\":[\"/a.*/\"],\"privileges\":[\"read\"]}]}}}"
        }) {
            assertThat(admin.post("/_security/api_key", body).status()).as(body).isEqualTo(400);
        }
    }
}
