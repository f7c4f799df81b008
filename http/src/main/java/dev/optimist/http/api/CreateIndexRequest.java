package dev.optimist.http.api;

import dev.optimist.core.index.CreateIndex;
import dev.optimist.core.index.IndexMetadata;
import dev.optimist.core.service.DocumentService;
import dev.optimist.http.json.AnswerWriter;
import dev.optimist.http.json.IndexBody;
import dev.optimist.http.route.ActiveShards;
import dev.optimist.http.route.HttpMethod;
import dev.optimist.http.route.Parameters;
import dev.optimist.http.route.Route;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import reactor.core.publisher.Mono;

/** Makes an index. */
final class CreateIndexRequest implements Endpoint {
    private static final Set<String> PARAMETERS =
            DocumentRequest.names(Acknowledgement.PARAMETERS, Set.of("wait_for_active_shards", "include_type_name"));

    private final DocumentService service;

    CreateIndexRequest(DocumentService service) {
        this.service = service;
    }

    @Override
    public List<Route> routes() {
        return List.of(new Route(HttpMethod.PUT, "/{index}", PARAMETERS));
    }

    @Override
    public boolean takesBody() {
        return true;
    }

    @Override
    public Mono<Response> handle(Request request) {
        Parameters parameters = request.parameters();
        String name = DocumentRequest.index(request);
        IndexBody body = request.hasBody()
                ? IndexBody.parse(request.body(), request.bodyType(), request.version())
                : IndexBody.EMPTY;
        parameters.time("timeout", Duration.ZERO);
        parameters.time("master_timeout", Duration.ZERO);
        ActiveShards wanted = parameters.activeShards();
        return Mono.defer(() -> service.indices().create(name, definition(body)))
                .map(index -> rendered(request, index, wanted));
    }

    private static CreateIndex definition(IndexBody body) {
        Map<String, String> settings = IndexSettings.normalize(body.settings());
        return new CreateIndex(
                IndexSettings.shards(settings),
                IndexSettings.replicas(settings, 1),
                IndexSettings.kept(settings),
                body.mappings(),
                aliases(body.aliases()));
    }

    @SuppressWarnings("unchecked") // a JSON object's names are strings
    private static Map<String, Map<String, Object>> aliases(Map<String, Object> aliases) {
        return aliases.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey,
                        entry -> entry.getValue() instanceof Map<?, ?> alias
                                ? (Map<String, Object>) alias
                                : Map.<String, Object>of()));
    }

    private static Response rendered(Request request, IndexMetadata index, ActiveShards wanted) {
        int needed = wanted.count() == ActiveShards.ALL_COPIES ? 1 + index.numberOfReplicas() : wanted.count();
        Map<String, Object> content = new LinkedHashMap<>();
        content.put("acknowledged", true);
        content.put("shards_acknowledged", needed <= 1);
        content.put("index", index.name());
        return Response.of(200, AnswerWriter.write(request.output(), content), request.output());
    }
}
