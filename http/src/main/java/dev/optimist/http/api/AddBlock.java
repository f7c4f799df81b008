package dev.optimist.http.api;

import dev.optimist.core.error.RequestException;
import dev.optimist.core.index.IndexMetadata;
import dev.optimist.core.service.DocumentService;
import dev.optimist.core.service.IndexOptions;
import dev.optimist.http.json.AnswerWriter;
import dev.optimist.http.route.HttpMethod;
import dev.optimist.http.route.Route;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Blocks reads, writes or changes of indices, as the setting of the block's name does. */
final class AddBlock implements Endpoint {
    private static final String BLOCK = "block";
    private static final Set<String> BLOCKS = Set.of("read", "write", "read_only", "metadata");
    private static final Set<String> PARAMETERS =
            DocumentRequest.names(Acknowledgement.PARAMETERS, IndexExpression.NAMES);

    private final DocumentService service;

    AddBlock(DocumentService service) {
        this.service = service;
    }

    @Override
    public List<Route> routes() {
        return List.of(new Route(HttpMethod.PUT, "/{index}/_block/{block}", PARAMETERS));
    }

    @Override
    public Mono<Response> handle(Request request) {
        IndexExpression expression = IndexExpression.read(request, IndexOptions.OPEN);
        String block = request.pathParameter(BLOCK);
        request.parameters().time("timeout", Duration.ZERO);
        request.parameters().time("master_timeout", Duration.ZERO);
        if (!BLOCKS.contains(block)) {
            throw RequestException.illegalArgument("No block found with name " + block);
        }
        return Mono.defer(() -> {
            List<IndexMetadata> indices = expression.resolve(service.indices());
            return Flux.fromIterable(indices)
                    .concatMap(index -> service.indices().update(index.name(), current -> blocked(current, block)))
                    .then(Mono.fromSupplier(() -> answer(request, indices)));
        });
    }

    private static IndexMetadata blocked(IndexMetadata index, String block) {
        Map<String, String> settings = new TreeMap<>(index.settings());
        settings.put("index.blocks." + block, "true");
        return index.withSettings(Map.copyOf(settings));
    }

    private static Response answer(Request request, List<IndexMetadata> indices) {
        Map<String, Object> content = new LinkedHashMap<>();
        content.put("acknowledged", true);
        content.put("shards_acknowledged", true);
        content.put(
                "indices",
                indices.stream().map(index -> blockedAnswer(index.name())).toList());
        return Response.of(200, AnswerWriter.write(request.output(), content), request.output());
    }

    private static Map<String, Object> blockedAnswer(String name) {
        Map<String, Object> content = new LinkedHashMap<>();
        content.put("name", name);
        content.put("blocked", true);
        return content;
    }
}
