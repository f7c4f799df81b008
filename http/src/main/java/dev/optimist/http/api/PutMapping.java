package dev.optimist.http.api;

import dev.optimist.core.index.IndexMetadata;
import dev.optimist.core.service.DocumentService;
import dev.optimist.http.json.IndexBody;
import dev.optimist.http.route.HttpMethod;
import dev.optimist.http.route.Route;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Adds to the mappings of indices. They are kept and shown, not enforced. */
final class PutMapping implements Endpoint {
    private static final Set<String> PARAMETERS = DocumentRequest.names(
            Acknowledgement.PARAMETERS, IndexExpression.NAMES, Set.of("include_type_name", "write_index_only"));

    private final DocumentService service;

    PutMapping(DocumentService service) {
        this.service = service;
    }

    @Override
    public List<Route> routes() {
        return List.of(
                new Route(HttpMethod.PUT, "/{index}/_mapping", PARAMETERS),
                new Route(HttpMethod.POST, "/{index}/_mapping", PARAMETERS),
                new Route(HttpMethod.PUT, "/{index}/_mappings", PARAMETERS),
                new Route(HttpMethod.POST, "/{index}/_mappings", PARAMETERS));
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
        return Mono.defer(() -> Flux.fromIterable(expression.resolve(service.indices()))
                .concatMap(index ->
                        service.indices().update(index.name(), current -> change(current, withoutNulls(body))))
                .then(Mono.fromSupplier(() -> Acknowledgement.of(request))));
    }

    private static Map<String, Object> withoutNulls(Map<String, @Nullable Object> body) {
        Map<String, Object> mappings = new LinkedHashMap<>();
        body.forEach((name, value) -> {
            if (value != null) {
                mappings.put(name, value);
            }
        });
        return mappings;
    }

    private static IndexMetadata change(IndexMetadata index, Map<String, Object> changed) {
        return index.withMappings(merged(index.mappings(), changed));
    }

    @SuppressWarnings("unchecked") // a JSON object's names are strings
    private static Map<String, Object> merged(Map<String, Object> current, Map<String, Object> changed) {
        Map<String, Object> merged = new LinkedHashMap<>(current);
        changed.forEach((name, value) -> {
            Object before = merged.get(name);
            if (before instanceof Map<?, ?> old && value instanceof Map<?, ?> changes) {
                merged.put(name, merged((Map<String, Object>) old, (Map<String, Object>) changes));
            } else {
                merged.put(name, value);
            }
        });
        return merged;
    }
}
