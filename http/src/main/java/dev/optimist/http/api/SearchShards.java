package dev.optimist.http.api;

import dev.optimist.core.index.IndexMetadata;
import dev.optimist.core.index.RoutingHash;
import dev.optimist.core.service.DocumentService;
import dev.optimist.http.json.AnswerWriter;
import dev.optimist.http.route.HttpMethod;
import dev.optimist.http.route.Parameters;
import dev.optimist.http.route.Route;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Says which shards documents of some routing values live on. */
final class SearchShards implements Endpoint {
    private static final Set<String> PARAMETERS =
            DocumentRequest.names(IndexExpression.NAMES, Set.of("routing", "preference", "master_timeout"));

    private final DocumentService service;
    private final NodeInfo node;

    SearchShards(DocumentService service, NodeInfo node) {
        this.service = service;
        this.node = node;
    }

    @Override
    public List<Route> routes() {
        return Stream.of("/_search_shards", "/{index}/_search_shards")
                .flatMap(pattern ->
                        DocumentRequest.routes(List.of(HttpMethod.GET, HttpMethod.POST), pattern, PARAMETERS))
                .toList();
    }

    @Override
    public boolean takesIdempotencyKey() {
        return true;
    }

    @Override
    public Mono<Response> handle(Request request) {
        Parameters parameters = request.parameters();
        IndexExpression expression = IndexExpression.read(request);
        String routing = parameters.string("routing");
        parameters.string("preference");
        return Mono.fromSupplier(() -> {
            List<IndexMetadata> indices = expression.resolve(service.indices());
            return Response.of(200, AnswerWriter.write(request.output(), content(indices, routing)), request.output());
        });
    }

    private Map<String, Object> content(List<IndexMetadata> indices, @Nullable String routing) {
        Map<String, Object> content = new LinkedHashMap<>();
        content.put("nodes", Map.of(node.nodeName(), Map.of("name", node.nodeName())));
        content.put(
                "indices",
                indices.stream().collect(Collectors.toMap(IndexMetadata::name, index -> Map.<String, Object>of())));
        List<Object> shards = new ArrayList<>();
        for (IndexMetadata index : indices) {
            numbers(index, routing).forEach(number -> shards.add(List.of(shard(index, number))));
        }
        content.put("shards", shards);
        return content;
    }

    private static IntStream numbers(IndexMetadata index, @Nullable String routing) {
        RoutingHash hash = new RoutingHash(index.numberOfShards());
        return routing == null
                ? IntStream.range(0, index.numberOfShards())
                : Stream.of(routing.split(",", -1))
                        .mapToInt(hash::shard)
                        .distinct()
                        .sorted();
    }

    private Map<String, Object> shard(IndexMetadata index, int number) {
        Map<String, Object> shard = new LinkedHashMap<>();
        shard.put("state", "STARTED");
        shard.put("primary", true);
        shard.put("node", node.nodeName());
        shard.put("shard", number);
        shard.put("index", index.name());
        return shard;
    }
}
