package dev.optimist.http.api;

import dev.optimist.core.error.ErrorKind;
import dev.optimist.core.error.RequestException;
import dev.optimist.core.service.ClusterSettings;
import dev.optimist.core.service.DocumentService;
import dev.optimist.http.json.AnswerWriter;
import dev.optimist.http.json.IndexBody;
import dev.optimist.http.route.HttpMethod;
import dev.optimist.http.route.Route;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Shows and changes settings of the whole. All are kept; the one that makes a difference is auto-creation. */
final class ClusterSettingsRequests implements Endpoint {
    private static final String PERSISTENT = "persistent";
    private static final String TRANSIENT = "transient";
    private static final List<String> GROUPS = List.of(
            "action.",
            "cluster.",
            "indices.",
            "ingest.",
            "logger.",
            "network.",
            "script.",
            "search.",
            "xpack.",
            "archived.");

    private final DocumentService service;

    ClusterSettingsRequests(DocumentService service) {
        this.service = service;
    }

    @Override
    public List<Route> routes() {
        Set<String> shown = Set.of("flat_settings", "include_defaults");
        return List.of(
                new Route(
                        HttpMethod.GET,
                        "/_cluster/settings",
                        DocumentRequest.names(Acknowledgement.PARAMETERS, shown, Set.of("local"))),
                new Route(
                        HttpMethod.PUT,
                        "/_cluster/settings",
                        DocumentRequest.names(Acknowledgement.PARAMETERS, Set.of("flat_settings"))));
    }

    @Override
    public boolean takesBody() {
        return true;
    }

    @Override
    public Mono<Response> handle(Request request) {
        request.parameters().time("timeout", Duration.ZERO);
        request.parameters().time("master_timeout", Duration.ZERO);
        boolean flat = request.parameters().bool("flat_settings", /* absent= */ false);
        if (request.method() == HttpMethod.GET) {
            boolean defaults = request.parameters().bool("include_defaults", /* absent= */ false);
            return Mono.fromSupplier(() -> show(request, flat, defaults));
        }
        Map<String, @Nullable Object> body =
                IndexBody.parseObject(request.body(), request.bodyType(), request.version());
        return Mono.defer(() -> change(request, body, flat));
    }

    private Response show(Request request, boolean flat, boolean defaults) {
        ClusterSettings.State state = service.indices().clusterSettings().state();
        Map<String, Object> content = new LinkedHashMap<>();
        content.put(PERSISTENT, shown(state.persistent(), flat));
        content.put(TRANSIENT, shown(state.transients(), flat));
        if (defaults) {
            content.put("defaults", shown(Map.of(ClusterSettings.AUTO_CREATE, "true"), flat));
        }
        return Response.of(200, AnswerWriter.write(request.output(), content), request.output());
    }

    private Mono<Response> change(Request request, Map<String, @Nullable Object> body, boolean flat) {
        body.keySet().stream()
                .filter(key -> !key.equals(PERSISTENT) && !key.equals(TRANSIENT))
                .findFirst()
                .ifPresent(key -> {
                    throw RequestException.of(
                            ErrorKind.X_CONTENT_PARSE, "[cluster_update_settings_request] unknown field [" + key + "]");
                });
        Map<String, @Nullable String> persistent = read(PERSISTENT, body.get(PERSISTENT));
        Map<String, @Nullable String> transients = read(TRANSIENT, body.get(TRANSIENT));
        new Validation()
                .refuseIf(persistent.isEmpty() && transients.isEmpty(), "no settings to update")
                .check();
        return service.indices()
                .clusterSettings()
                .update(persistent, transients)
                .map(state -> changed(request, state, persistent, transients, flat));
    }

    private static Map<String, @Nullable String> read(String kind, @Nullable Object settings) {
        Map<String, @Nullable String> flat = new HashMap<>();
        if (settings instanceof Map<?, ?> given) {
            flatten("", given, flat);
        }
        flat.keySet().forEach(name -> requireKnown(kind, name));
        return flat;
    }

    private static void flatten(String prefix, Map<?, ?> settings, Map<String, @Nullable String> flat) {
        settings.forEach((name, value) -> {
            if (value instanceof Map<?, ?> inner) {
                flatten(prefix + name + ".", inner, flat);
            } else if (value instanceof List<?> several) {
                flat.put(
                        prefix + name,
                        String.join(",", several.stream().map(String::valueOf).toList()));
            } else {
                flat.put(prefix + name, value == null ? null : value.toString());
            }
        });
    }

    private static void requireKnown(String kind, String name) {
        if (GROUPS.stream().noneMatch(name::startsWith) && !name.contains("*")) {
            throw RequestException.illegalArgument(kind + " setting [" + name + "], not recognized");
        }
    }

    private static Response changed(
            Request request,
            ClusterSettings.State state,
            Map<String, @Nullable String> persistent,
            Map<String, @Nullable String> transients,
            boolean flat) {
        Map<String, Object> content = new LinkedHashMap<>();
        content.put("acknowledged", true);
        content.put(PERSISTENT, shown(named(state.persistent(), persistent), flat));
        content.put(TRANSIENT, shown(named(state.transients(), transients), flat));
        return Response.of(200, AnswerWriter.write(request.output(), content), request.output());
    }

    private static Map<String, String> named(Map<String, String> settings, Map<String, @Nullable String> names) {
        Map<String, String> named = new TreeMap<>(settings);
        named.keySet().retainAll(names.keySet());
        return named;
    }

    private static Map<String, ?> shown(Map<String, String> settings, boolean flat) {
        Map<String, String> sorted = new TreeMap<>(settings);
        return flat ? sorted : IndexSettings.nested(sorted);
    }
}
