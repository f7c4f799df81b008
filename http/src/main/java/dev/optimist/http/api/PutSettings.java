package dev.optimist.http.api;

import dev.optimist.core.error.RequestException;
import dev.optimist.core.index.IndexMetadata;
import dev.optimist.core.service.DocumentService;
import dev.optimist.core.service.IndexOptions;
import dev.optimist.core.service.Wildcards;
import dev.optimist.http.json.ApiVersion;
import dev.optimist.http.json.IndexBody;
import dev.optimist.http.route.HttpMethod;
import dev.optimist.http.route.Route;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Changes the settings of indices that can change while they are in use. */
final class PutSettings implements Endpoint {
    private static final Set<String> PARAMETERS = DocumentRequest.names(
            Acknowledgement.PARAMETERS, IndexExpression.NAMES, Set.of("preserve_existing", "flat_settings", "reopen"));

    private final DocumentService service;

    PutSettings(DocumentService service) {
        this.service = service;
    }

    @Override
    public List<Route> routes() {
        return List.of(
                new Route(HttpMethod.PUT, "/_settings", PARAMETERS),
                new Route(HttpMethod.PUT, "/{index}/_settings", PARAMETERS));
    }

    @Override
    public boolean takesBody() {
        return true;
    }

    @Override
    public Mono<Response> handle(Request request) {
        IndexExpression expression = IndexExpression.read(request, IndexOptions.ALL.allowingNoIndices(false));
        boolean preserves = request.parameters().bool("preserve_existing", /* absent= */ false);
        boolean reopens = request.parameters().bool("reopen", /* absent= */ false);
        request.parameters().time("timeout", Duration.ZERO);
        request.parameters().time("master_timeout", Duration.ZERO);
        Map<String, @Nullable Object> body =
                IndexBody.parseObject(request.body(), request.bodyType(), request.version());
        return Mono.defer(() -> {
            Map<String, String> changed = IndexSettings.normalize(IndexSettings.flattened(body), request.version());
            new Validation()
                    .refuseIf(changed.isEmpty(), "no settings to update")
                    .check();
            List<IndexMetadata> indices = expression.resolve(service.indices());
            if (!reopens) {
                requireDynamic(changed, indices, request.version());
            }
            requireNotFinal(changed, indices);
            return service.indices()
                    .updateAll(now -> indices.stream()
                            .flatMap(index -> Stream.ofNullable(now.get(index.name())))
                            .map(index -> change(index, changed, preserves))
                            .toList())
                    .then(Mono.fromSupplier(() -> Acknowledgement.of(request)));
        });
    }

    private static IndexMetadata change(IndexMetadata index, Map<String, String> changed, boolean preserves) {
        Map<String, String> settings = new TreeMap<>(index.settings());
        IndexSettings.kept(changed).forEach((name, value) -> {
            if (value.equals(IndexSettings.NULL)) {
                settings.keySet().removeIf(Wildcards.of(name));
            } else if (!preserves || !settings.containsKey(name)) {
                settings.put(name, value);
            }
        });
        if (preserves) {
            return index.withSettings(Map.copyOf(settings));
        }
        return index.withNumberOfReplicas(IndexSettings.replicas(changed, index.numberOfReplicas()))
                .withSettings(Map.copyOf(settings));
    }

    private static void requireDynamic(Map<String, String> changed, List<IndexMetadata> indices, ApiVersion version) {
        List<String> fixed = changed.keySet().stream()
                .filter(IndexSettings::isStatic)
                .sorted()
                .toList();
        List<String> open = indices.stream()
                .filter(IndexMetadata::open)
                .map(index -> "[" + index.name() + "/" + index.uuid() + "]")
                .toList();
        if (!fixed.isEmpty() && !open.isEmpty()) {
            String remedy = version.legacy()
                    ? ""
                    : " unless the `reopen` query parameter is set to true. Alternatively, close the indices, apply the"
                            + " settings changes, and reopen the indices";
            throw RequestException.illegalArgument(
                    "Can't update non dynamic settings [" + fixed + "] for open indices " + open + remedy);
        }
    }

    private static void requireNotFinal(Map<String, String> changed, List<IndexMetadata> indices) {
        changed.keySet().stream()
                .filter(IndexSettings::isFinal)
                .findFirst()
                .ifPresent(name -> indices.stream().findFirst().ifPresent(index -> {
                    throw RequestException.illegalArgument(
                            "final " + index.name() + " setting [" + name + "], not updateable");
                }));
    }
}
