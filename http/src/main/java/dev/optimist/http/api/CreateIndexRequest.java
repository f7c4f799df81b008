package dev.optimist.http.api;

import dev.optimist.core.index.CreateIndex;
import dev.optimist.core.index.IndexMetadata;
import dev.optimist.core.service.DocumentService;
import dev.optimist.core.service.IndexTemplate;
import dev.optimist.core.service.IndexTemplates;
import dev.optimist.http.json.AnswerWriter;
import dev.optimist.http.json.ApiVersion;
import dev.optimist.http.json.IndexBody;
import dev.optimist.http.route.ActiveShards;
import dev.optimist.http.route.HttpMethod;
import dev.optimist.http.route.Parameters;
import dev.optimist.http.route.Route;
import dev.optimist.http.security.Action;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
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
        boolean typed = IncludeTypeName.read(request, /* absent= */ false);
        return Mono.defer(() -> {
                    request.permit().requireNamed(Action.ALIASES, body.aliases().keySet());
                    return service.indices().create(name, definition(name, body, request.version(), typed));
                })
                .map(index -> rendered(request, index, wanted));
    }

    private CreateIndex definition(String name, IndexBody body, ApiVersion version, boolean typed) {
        IndexTemplate.Parts given = parts(body, version, typed);
        IndexTemplate.Parts all =
                IndexTemplates.over(service.indices().templates().partsOf(name), given);
        MappingBody.type(body.mappings(), typed)
                .ifPresent(type -> all.settings().put(MappingTypes.SETTING, type));
        return IndexTemplates.definition(all);
    }

    /** Reads what a new index or a template is to have. */
    static IndexTemplate.Parts parts(IndexBody body, ApiVersion version, boolean typed) {
        return new IndexTemplate.Parts(
                /* given= */ true,
                IndexSettings.normalize(body.settings(), version),
                MappingBody.read(new LinkedHashMap<>(body.mappings()), version, typed),
                aliases(body.aliases()));
    }

    @SuppressWarnings("unchecked") // a JSON object's names are strings
    private static Map<String, Map<String, Object>> aliases(Map<String, Object> aliases) {
        Map<String, Map<String, Object>> kept = new TreeMap<>();
        aliases.forEach((name, properties) -> kept.put(
                name,
                AliasProperties.kept(
                        name,
                        properties instanceof Map<?, ?> given
                                ? (Map<String, @Nullable Object>) given
                                : Map.<String, @Nullable Object>of())));
        return kept;
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
