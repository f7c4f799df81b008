package dev.optimist.http.security;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.optimist.http.api.AllRoutes;
import dev.optimist.http.route.HttpMethod;
import dev.optimist.http.route.Route;
import dev.optimist.http.security.AskedRoutes.Asked;
import dev.optimist.http.testing.Caller;
import dev.optimist.http.testing.JsonClient.Answer;
import dev.optimist.http.testing.TestServer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Every route x method x role, on an index that the role is for and on another one, against a table that people read. The
 * routes come from the endpoints and the roles from the privileges that there are: a new one of either is asked for here
 * without anybody's doing, and fails until the table says who may.
 */
class SecurityMatrixIT {
    private static final PrivilegeTable TABLE = PrivilegeTable.read();
    private static final List<Route> ROUTES = AllRoutes.sorted();
    private static final String PASSWORD = "secret-secret";

    private static TestServer server;
    private static Caller admin;
    private static String keyOfSomebody;

    private final List<String> wrong = new ArrayList<>();
    private int requests;
    private int items;
    private int allowed;

    /** In version 7, which has the typed routes too. */
    @BeforeAll
    static void start() {
        server = TestServer.start("--store=memory", "--security", "--api-compat=7");
        admin = server.admin();
        changed(admin.put("/_security/user/somebody", "{\"password\":\"" + PASSWORD + "\",\"roles\":[\"superuser\"]}"));
        keyOfSomebody = key(Caller.of(server.uri("/"), "somebody", PASSWORD), "{}");
    }

    @AfterAll
    static void stop() {
        server.close();
        TestServer.assertNothingBlocked();
    }

    private static Answer changed(Answer answer) {
        assertThat(answer.status()).as(answer.text()).isBetween(200, 201);
        return answer;
    }

    private static String key(Caller owner, String limits) {
        String body = "{\"name\":\"k\",\"role_descriptors\":%s}".formatted(limits);
        Answer made = changed(owner.post("/_security/api_key", body));
        return "ApiKey " + made.json().get("encoded").asText();
    }

    /** Lets somebody be this one from now on, and returns what they come in with; empty for nobody. */
    private static String become(TestedRole role) {
        if (!role.key().isEmpty()) {
            return key(admin, "{\"r\":" + role.key() + "}");
        }
        if (role.user().isEmpty()) {
            return "";
        }
        changed(admin.put("/_security/user/somebody", "{\"roles\":[\"" + role.user() + "\"]}"));
        return keyOfSomebody;
    }

    /** What those who may have done to the indices does not matter to those who come next. */
    private static void restoreIndices() {
        admin.post("/_open", "");
        for (String index : List.of("in-1", "in-gone", "out-1", "out-gone")) {
            admin.put("/" + index + "/_doc/1", "{\"a\":1}");
        }
    }

    @Test
    void table_hasExactlyTheRoutesThatThereAre() {
        TreeSet<String> routes = new TreeSet<>();
        ROUTES.forEach(route -> routes.add(route.method() + " " + route.pattern()));
        assertThat(TABLE.routes()).isEqualTo(routes);
    }

    @Test
    void routesAndItems_askedByEveryRole_areAllowedAndRefusedAsTheTableSays() {
        List<TestedRole> roles = TestedRole.all();
        for (TestedRole role : roles) {
            String authorization = become(role);
            restoreIndices();
            askRoutes(role, authorization);
            restoreIndices();
            Caller caller = authorization.isEmpty()
                    ? Caller.anonymous(server.uri("/"))
                    : Caller.with(server.uri("/"), authorization);
            askItemsOfMget(role, caller);
            askItemsOfBulk(role, caller);
        }
        System.out.printf(
                "SecurityMatrixIT: %d routes x %d roles and keys: %d requests, and %d items of _bulk and _mget; %d"
                        + " allowed, %d refused, %d otherwise than the table says%n",
                ROUTES.size(), roles.size(), requests, items, allowed, requests + items - allowed, wrong.size());
        assertThat(wrong).isEmpty();
    }

    private void askRoutes(TestedRole role, String authorization) {
        for (Asked each : AskedRoutes.ask(server.address(), authorization, ROUTES)) {
            boolean may = TABLE.allows(role, each.route(), each.onForeignIndex());
            requests++;
            allowed += may ? 1 : 0;
            if (!each.isAsExpected(may, role.known())) {
                wrong.add("%s, %s: expected to be %s".formatted(role, each, may ? "allowed" : "refused"));
            }
        }
    }

    private void askItemsOfBulk(TestedRole role, Caller caller) {
        Answer answer = caller.post("/_bulk", AskedItems.bulk());
        askItems(role, AskedItems.OF_BULK, answer, "/_bulk", "/items");
    }

    private void askItemsOfMget(TestedRole role, Caller caller) {
        Answer answer = caller.post("/_mget", AskedItems.mget());
        askItems(role, AskedItems.OF_MGET, answer, "/_mget", "/docs");
    }

    /** Who may do nothing of the kind on any index gets no items. */
    private void askItems(TestedRole role, List<AskedItems.Item> asked, Answer answer, String path, String name) {
        boolean letIn = TABLE.allows(role, new Route(HttpMethod.POST, path, Set.of()), /* onForeignIndex= */ false);
        int status = letIn ? 200 : role.known() ? 403 : 401;
        assertThat(answer.status()).as("%s, %s: %s", role, path, answer.text()).isEqualTo(status);
        for (int i = 0; letIn && i < asked.size(); i++) {
            AskedItems.Item item = asked.get(i);
            JsonNode answered = answer.json().at(name + "/" + i);
            boolean may = TABLE.allows(role, item.route(), item.onForeignIndex());
            items++;
            allowed += may ? 1 : 0;
            if (may == answered.toString().contains("security_exception")) {
                wrong.add("%s, %s: expected to be %s: %s".formatted(role, item, may ? "allowed" : "refused", answered));
            }
        }
    }
}
