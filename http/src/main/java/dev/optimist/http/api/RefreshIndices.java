package dev.optimist.http.api;

import dev.optimist.core.index.IndexMetadata;
import dev.optimist.core.service.DocumentService;
import dev.optimist.http.json.AnswerWriter;
import dev.optimist.http.route.HttpMethod;
import dev.optimist.http.route.Route;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import reactor.core.publisher.Mono;

/** Accepts what makes writes visible to searches elsewhere; here every write is visible to every read. */
final class RefreshIndices implements Endpoint {
    private final DocumentService service;

    RefreshIndices(DocumentService service) {
        this.service = service;
    }

    @Override
    public List<Route> routes() {
        return Stream.of("/_refresh", "/{index}/_refresh")
                .flatMap(pattern -> DocumentRequest.routes(
                        List.of(HttpMethod.GET, HttpMethod.POST), pattern, IndexExpression.NAMES))
                .toList();
    }

    @Override
    public Mono<Response> handle(Request request) {
        IndexExpression expression = IndexExpression.read(request.parameters());
        return Mono.fromSupplier(() -> {
            List<IndexMetadata> indices = expression.resolve(service.indices());
            int primaries =
                    indices.stream().mapToInt(IndexMetadata::numberOfShards).sum();
            int copies = indices.stream()
                    .mapToInt(index -> index.numberOfShards() * (1 + index.numberOfReplicas()))
                    .sum();
            Map<String, Object> shards = new LinkedHashMap<>();
            shards.put("total", copies);
            shards.put("successful", primaries);
            shards.put("failed", 0);
            return Response.of(200, AnswerWriter.write(request.output(), Map.of("_shards", shards)), request.output());
        });
    }
}
