package dev.optimist.http.api;

import dev.optimist.core.index.IndexMetadata;
import dev.optimist.core.index.MappingMerge;
import dev.optimist.core.service.DocumentService;
import dev.optimist.core.service.IndexOptions;
import dev.optimist.http.json.IndexBody;
import dev.optimist.http.route.HttpMethod;
import dev.optimist.http.route.Route;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
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
        IndexExpression expression = IndexExpression.read(request, IndexOptions.ALL.allowingNoIndices(false));
        boolean typed = IncludeTypeName.read(request, /* absent= */ false);
        request.parameters().time("timeout", Duration.ZERO);
        request.parameters().time("master_timeout", Duration.ZERO);
        request.parameters().bool("write_index_only", /* absent= */ false);
        Map<String, @Nullable Object> body =
                IndexBody.parseObject(request.body(), request.bodyType(), request.version());
        return Mono.defer(() -> {
            Map<String, Object> changes = MappingBody.changes(body, request.version(), typed);
            return Flux.fromIterable(expression.resolve(service.indices()))
                    .concatMap(service.indices()::withMapping)
                    .collectList()
                    .flatMap(indices -> service.indices().updateAll(now -> changed(now, indices, changes)))
                    .then(Mono.fromSupplier(() -> Acknowledgement.of(request)));
        });
    }

    private static List<IndexMetadata> changed(
            Map<String, IndexMetadata> now, List<IndexMetadata> indices, Map<String, Object> changes) {
        return indices.stream()
                .flatMap(index -> Stream.ofNullable(now.get(index.name())))
                .map(index -> index.withMappings(MappingMerge.merge(index.mappings(), changes)))
                .toList();
    }
}
