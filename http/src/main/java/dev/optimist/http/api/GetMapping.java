package dev.optimist.http.api;

import dev.optimist.core.index.IndexMetadata;
import dev.optimist.core.service.DocumentService;
import dev.optimist.core.service.IndexOptions;
import dev.optimist.http.json.AnswerWriter;
import dev.optimist.http.route.HttpMethod;
import dev.optimist.http.route.Route;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Shows the mappings of indices: what requests gave, and the fields that documents brought. */
final class GetMapping implements Endpoint {
    private static final Set<String> PARAMETERS =
            DocumentRequest.names(IndexExpression.NAMES, Set.of("include_type_name", "master_timeout"));

    private final DocumentService service;

    GetMapping(DocumentService service) {
        this.service = service;
    }

    @Override
    public List<Route> routes() {
        return List.of(
                new Route(HttpMethod.GET, "/_mapping", PARAMETERS),
                new Route(HttpMethod.GET, "/_mappings", PARAMETERS),
                new Route(HttpMethod.GET, "/{index}/_mapping", PARAMETERS),
                new Route(HttpMethod.GET, "/{index}/_mappings", PARAMETERS));
    }

    @Override
    public Mono<Response> handle(Request request) {
        IndexExpression expression = IndexExpression.read(request, IndexOptions.OPEN);
        boolean typed = IncludeTypeName.read(request, /* absent= */ false);
        return Flux.defer(() -> Flux.fromIterable(expression.resolve(service.indices())))
                .concatMap(service.indices()::withMapping)
                .collect(
                        LinkedHashMap<String, Object>::new,
                        (content, index) -> content.put(index.name(), Map.of("mappings", shown(index, typed))))
                .map(content -> Response.of(200, AnswerWriter.write(request.output(), content), request.output()));
    }

    /** Returns a mapping as answers show it, under its type where the request asks for that. */
    static Map<String, Object> shown(IndexMetadata index, boolean typed) {
        Map<String, Object> mappings = index.mappings();
        return typed && (!mappings.isEmpty() || MappingTypes.isNamed(index))
                ? Map.of(MappingTypes.type(index), mappings)
                : mappings;
    }
}
