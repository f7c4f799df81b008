package dev.optimist.http.api;

import dev.optimist.http.json.AnswerWriter;
import dev.optimist.http.route.HttpMethod;
import dev.optimist.http.route.Route;
import dev.optimist.http.security.ApiKey;
import dev.optimist.http.security.User;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Tells somebody who they are. */
final class Authenticate implements Endpoint {
    static final String REALM = "optimist";
    private static final Map<String, Object> USERS = realm(REALM, "native");
    private static final Map<String, Object> KEYS = realm("_es_api_key", "_es_api_key");

    private static Map<String, Object> realm(String name, String type) {
        Map<String, Object> realm = new LinkedHashMap<>();
        realm.put("name", name);
        realm.put("type", type);
        return realm;
    }

    @Override
    public List<Route> routes() {
        return List.of(new Route(HttpMethod.GET, "/_security/_authenticate", Set.of()));
    }

    @Override
    public Mono<Response> handle(Request request) {
        return Mono.fromSupplier(
                () -> Response.of(200, AnswerWriter.write(request.output(), told(request)), request.output()));
    }

    private static Map<String, @Nullable Object> told(Request request) {
        User user = Objects.requireNonNull(request.permit().identity().user());
        ApiKey key = request.permit().identity().key();
        Map<String, @Nullable Object> told = user.shown();
        if (key != null) {
            told.put("roles", List.of());
            told.put("metadata", key.metadata());
        }
        told.put("authentication_realm", key == null ? USERS : KEYS);
        told.put("lookup_realm", key == null ? USERS : KEYS);
        told.put("authentication_type", key == null ? "realm" : "api_key");
        if (key != null) {
            Map<String, Object> shown = new LinkedHashMap<>();
            shown.put("id", key.id());
            shown.put("name", key.name());
            told.put("api_key", shown);
        }
        return told;
    }
}
