package dev.optimist.http.api;

import dev.optimist.core.service.DocumentService;
import dev.optimist.http.json.AnswerWriter;
import dev.optimist.http.route.HttpMethod;
import dev.optimist.http.route.Route;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import reactor.core.publisher.Mono;

/** Shows the mappings of indices, as they were given. */
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
                new Route(HttpMethod.GET, "/{index}/_mapping", PARAMETERS),
                new Route(HttpMethod.GET, "/{index}/_mappings", PARAMETERS));
    }

    @Override
    public Mono<Response> handle(Request request) {
        IndexExpression expression = IndexExpression.read(request.parameters());
        return Mono.fromSupplier(() -> {
            Map<String, Object> content = new LinkedHashMap<>();
            expression
                    .resolve(service.indices())
                    .forEach(index -> content.put(index.name(), Map.of("mappings", index.mappings())));
            return Response.of(200, AnswerWriter.write(request.output(), content), request.output());
        });
    }
}
