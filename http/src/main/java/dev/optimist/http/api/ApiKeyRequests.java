package dev.optimist.http.api;

import dev.optimist.core.error.ErrorKind;
import dev.optimist.core.error.RequestException;
import dev.optimist.http.json.IndexBody;
import dev.optimist.http.route.HttpMethod;
import dev.optimist.http.route.Parameters;
import dev.optimist.http.route.Route;
import dev.optimist.http.security.Action;
import dev.optimist.http.security.ApiKey;
import dev.optimist.http.security.ApiKeys;
import dev.optimist.http.security.Fields;
import dev.optimist.http.security.Permit;
import dev.optimist.http.security.RoleDescriptors;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Shows, changes and ends keys: one's own, or those of all by who may manage them. */
final class ApiKeyRequests implements Endpoint {
    private static final String PATH = "/_security/api_key";
    private static final Set<String> SHOW = Set.of("id", "name", "username", "realm_name", "owner", "active_only");

    private final ApiKeys keys;

    ApiKeyRequests(ApiKeys keys) {
        this.keys = keys;
    }

    @Override
    public List<Route> routes() {
        return List.of(
                new Route(HttpMethod.GET, PATH, SHOW),
                new Route(HttpMethod.DELETE, PATH, Set.of()),
                new Route(HttpMethod.PUT, PATH + "/{id}", Set.of()));
    }

    @Override
    public boolean takesBody() {
        return true;
    }

    @Override
    public Mono<Response> handle(Request request) {
        return switch (request.method()) {
            case GET, HEAD -> show(request);
            case DELETE -> invalidate(request);
            case PUT, POST -> update(request);
        };
    }

    /** Which keys a request is about; what is null does not matter. */
    private record Selection(
            List<String> ids,
            @Nullable String name,
            @Nullable String username,
            @Nullable String realm,
            boolean owner) {
        boolean selects(ApiKey key, String self) {
            return (ids.isEmpty() || ids.contains(key.id()))
                    && (name == null || named(key.name(), name))
                    && (username == null || key.owner().equals(username))
                    && (realm == null || realm.equals(Authenticate.REALM))
                    && (!owner || key.owner().equals(self));
        }

        private static boolean named(String name, String wanted) {
            return wanted.endsWith("*")
                    ? name.startsWith(wanted.substring(0, wanted.length() - 1))
                    : name.equals(wanted);
        }

        boolean ofOthers(String self) {
            return !owner && !self.equals(username);
        }

        void check() {
            boolean byId = !ids.isEmpty();
            new Validation()
                    .refuseIf(
                            owner && (username != null || realm != null),
                            "neither username nor realm-name may be specified when retrieving owned API keys")
                    .refuseIf(
                            (byId || name != null) && (username != null || realm != null),
                            "username or realm name must not be specified when the api key id or api key name is"
                                    + " specified")
                    .refuseIf(byId && name != null, "only one of [api key id, api key name] can be specified")
                    .check();
        }
    }

    private Mono<Response> show(Request request) {
        Parameters parameters = request.parameters();
        Selection selection = new Selection(
                parameters.list("id").orElse(List.of()),
                parameters.string("name"),
                parameters.string("username"),
                parameters.string("realm_name"),
                parameters.bool("owner", /* absent= */ false));
        boolean activeOnly = parameters.bool("active_only", /* absent= */ false);
        selection.check();
        String self = UserRequests.by(request);
        Permit permit = request.permit();
        if (selection.ofOthers(self) && !permit.allows(Action.GET_USER)) {
            permit.require(Action.API_KEYS_OF_OTHERS);
        }
        return Mono.fromSupplier(() -> {
            List<Object> shown = new ArrayList<>();
            keys.find(key -> selection.selects(key, self) && (!activeOnly || key.active(Instant.now())))
                    .forEach(key -> shown.add(shown(key)));
            int status = shown.isEmpty() && !selection.ids().isEmpty() ? 404 : 200;
            return UserRequests.answer(request, status, Map.of("api_keys", shown));
        });
    }

    private static Map<String, Object> shown(ApiKey key) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("id", key.id());
        shown.put("name", key.name());
        shown.put("type", "rest");
        shown.put("creation", key.creationMillis());
        Long expiration = key.expirationMillis();
        if (expiration != null) {
            shown.put("expiration", expiration);
        }
        shown.put("invalidated", key.invalidated());
        Long invalidation = key.invalidationMillis();
        if (invalidation != null) {
            shown.put("invalidation", invalidation);
        }
        shown.put("username", key.owner());
        shown.put("realm", Authenticate.REALM);
        shown.put("realm_type", "native");
        shown.put("metadata", key.metadata());
        shown.put("role_descriptors", key.descriptors());
        return shown;
    }

    private Mono<Response> invalidate(Request request) {
        Fields body = body(request).only("ids", "id", "name", "username", "realm_name", "owner");
        List<String> ids = new ArrayList<>(body.texts("ids"));
        ids.addAll(body.texts("id"));
        Selection selection = new Selection(
                ids,
                body.text("name"),
                body.text("username"),
                body.text("realm_name"),
                body.flag("owner", /* absent= */ false));
        new Validation()
                .refuseIf(
                        ids.isEmpty()
                                && selection.name() == null
                                && selection.username() == null
                                && selection.realm() == null
                                && !selection.owner(),
                        "One of [api key id(s), api key name, username, realm name] must be specified if [owner] flag is"
                                + " false")
                .check();
        selection.check();
        String self = UserRequests.by(request);
        if (selection.ofOthers(self)) {
            request.permit().require(Action.API_KEYS_OF_OTHERS);
        }
        Predicate<ApiKey> which = key -> selection.selects(key, self);
        return keys.invalidate(which, self).map(ended -> {
            Map<String, Object> shown = new LinkedHashMap<>();
            shown.put("invalidated_api_keys", ended.now());
            shown.put("previously_invalidated_api_keys", ended.before());
            shown.put("error_count", 0);
            return UserRequests.answer(request, 200, shown);
        });
    }

    private Mono<Response> update(Request request) {
        Fields body = body(request).only("role_descriptors", "metadata", "expiration");
        String id = request.pathParameter("id");
        String self = UserRequests.by(request);
        Map<String, Object> descriptors = body.has("role_descriptors")
                ? RoleDescriptors.read(body.object("role_descriptors")).shown()
                : null;
        if (request.permit().identity().key() != null) {
            throw RequestException.illegalArgument(
                    "authentication via API key not supported: only the owner user can update an API key");
        }
        return Mono.defer(() -> {
                    requireOwn(id, self);
                    return keys.update(
                            id,
                            descriptors,
                            body.has("metadata") ? body.object("metadata") : null,
                            CreateApiKey.expiration(body),
                            self);
                })
                .map(updated -> UserRequests.answer(request, 200, Map.of("updated", updated)));
    }

    private void requireOwn(String id, String self) {
        List<ApiKey> found = keys.find(key -> key.id().equals(id) && key.owner().equals(self));
        if (found.isEmpty()) {
            throw RequestException.of(
                    ErrorKind.RESOURCE_NOT_FOUND, "no API key owned by requesting user found for ID [" + id + "]");
        }
        if (!found.get(0).active(Instant.now())) {
            throw RequestException.illegalArgument("cannot update invalidated or expired API key [" + id + "]");
        }
    }

    private static Fields body(Request request) {
        return new Fields(
                request.hasBody()
                        ? IndexBody.parseObject(request.body(), request.bodyType(), request.version())
                        : Map.of());
    }
}
