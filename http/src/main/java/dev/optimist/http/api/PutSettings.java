package dev.optimist.http.api;

import dev.optimist.core.error.RequestException;
import dev.optimist.core.index.IndexMetadata;
import dev.optimist.core.service.DocumentService;
import dev.optimist.http.json.IndexBody;
import dev.optimist.http.route.HttpMethod;
import dev.optimist.http.route.Route;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
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
        IndexExpression expression = IndexExpression.read(request.parameters());
        Map<String, @Nullable Object> body =
                IndexBody.parseObject(request.body(), request.bodyType(), request.version());
        return Mono.defer(() -> {
            Map<String, String> changed = IndexSettings.normalize(IndexSettings.flattened(body));
            List<IndexMetadata> indices = expression.resolve(service.indices());
            requireDynamic(changed, indices);
            return Flux.fromIterable(indices)
                    .concatMap(index -> service.indices().update(index.name(), current -> change(current, changed)))
                    .then(Mono.fromSupplier(() -> Acknowledgement.of(request)));
        });
    }

    private static IndexMetadata change(IndexMetadata index, Map<String, String> changed) {
        Map<String, String> settings = new TreeMap<>(index.settings());
        settings.putAll(IndexSettings.kept(changed));
        settings.values().removeIf("null"::equals);
        return index.withNumberOfReplicas(IndexSettings.replicas(changed, index.numberOfReplicas()))
                .withSettings(Map.copyOf(settings));
    }

    private static void requireDynamic(Map<String, String> changed, List<IndexMetadata> indices) {
        if (changed.containsKey(IndexSettings.SHARDS)) {
            String open = indices.stream()
                    .map(index -> "[" + index.name() + "/" + index.uuid() + "]")
                    .collect(Collectors.joining(", "));
            throw RequestException.illegalArgument("Can't update non dynamic settings [[" + IndexSettings.SHARDS
                    + "]] for open indices [" + open + "]");
        }
    }
}
