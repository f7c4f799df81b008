package dev.optimist.http.api;

import dev.optimist.core.error.RequestException;
import dev.optimist.http.json.IndexBody;
import dev.optimist.http.route.HttpMethod;
import dev.optimist.http.route.Route;
import dev.optimist.http.route.TimeText;
import dev.optimist.http.security.ApiKeys;
import dev.optimist.http.security.Fields;
import dev.optimist.http.security.RoleDescriptors;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Makes a key, and shows its secret this once. */
final class CreateApiKey implements Endpoint {
    private static final int NAME_LENGTH_MAX = 256;

    private final ApiKeys keys;

    CreateApiKey(ApiKeys keys) {
        this.keys = keys;
    }

    @Override
    public List<Route> routes() {
        return DocumentRequest.routes(List.of(HttpMethod.PUT, HttpMethod.POST), "/_security/api_key", Set.of("refresh"))
                .toList();
    }

    @Override
    public boolean takesBody() {
        return true;
    }

    @Override
    public Mono<Response> handle(Request request) {
        Fields body = new Fields(IndexBody.parseObject(request.body(), request.bodyType(), request.version()))
                .only("name", "expiration", "role_descriptors", "metadata");
        String name = body.text("name") == null ? "" : String.valueOf(body.text("name"));
        validate(name);
        Map<String, Object> descriptors =
                RoleDescriptors.read(body.object("role_descriptors")).shown();
        if (request.permit().identity().key() != null) {
            // A key that made keys without such a limit would make ones that are worth more than itself.
            throw RequestException.illegalArgument(
                    "creating derived api keys requires an explicit role descriptor that is"
                            + " empty (has no privileges); keys are made by users here");
        }
        String owner = UserRequests.by(request);
        return keys.create(owner, name, descriptors, body.object("metadata"), expiration(body), owner)
                .map(created -> UserRequests.answer(request, 200, shown(created)));
    }

    private static void validate(String name) {
        new Validation()
                .refuseIf(name.isBlank(), "api key name is required")
                .refuseIf(name.length() > NAME_LENGTH_MAX, "api key name may not be more than 256 characters long")
                .refuseIf(!name.equals(name.strip()), "api key name may not begin or end with whitespace")
                .refuseIf(name.startsWith("_"), "api key name may not begin with an underscore")
                .check();
    }

    static @Nullable Duration expiration(Fields body) {
        String text = body.text("expiration");
        return text == null ? null : TimeText.parse("expiration", text);
    }

    private static Map<String, Object> shown(ApiKeys.Created created) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("id", created.key().id());
        shown.put("name", created.key().name());
        Long expiration = created.key().expirationMillis();
        if (expiration != null) {
            shown.put("expiration", expiration);
        }
        shown.put("api_key", created.secret());
        String both = created.key().id() + ":" + created.secret();
        shown.put("encoded", Base64.getEncoder().encodeToString(both.getBytes(StandardCharsets.UTF_8)));
        return shown;
    }
}
