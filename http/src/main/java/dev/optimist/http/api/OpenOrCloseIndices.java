package dev.optimist.http.api;

import dev.optimist.core.index.IndexMetadata;
import dev.optimist.core.service.DocumentService;
import dev.optimist.core.service.IndexOptions;
import dev.optimist.http.json.AnswerWriter;
import dev.optimist.http.json.ApiVersion;
import dev.optimist.http.route.HttpMethod;
import dev.optimist.http.route.Parameters;
import dev.optimist.http.route.Route;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Takes indices out of use and into use again. */
final class OpenOrCloseIndices implements Endpoint {
    private static final Set<String> PARAMETERS =
            DocumentRequest.names(Acknowledgement.PARAMETERS, IndexExpression.NAMES, Set.of("wait_for_active_shards"));

    private static final String INDEX_SETTING = "index-setting";
    private static final String DEPRECATION =
            "the default value for the ?wait_for_active_shards parameter will change from '0' to 'index-setting' in"
                    + " version 8; specify '?wait_for_active_shards=index-setting' to adopt the future default"
                    + " behaviour, or '?wait_for_active_shards=0' to preserve today's behaviour";

    private final DocumentService service;
    private final boolean opens;

    private OpenOrCloseIndices(DocumentService service, boolean opens) {
        this.service = service;
        this.opens = opens;
    }

    static OpenOrCloseIndices open(DocumentService service) {
        return new OpenOrCloseIndices(service, /* opens= */ true);
    }

    static OpenOrCloseIndices close(DocumentService service) {
        return new OpenOrCloseIndices(service, /* opens= */ false);
    }

    @Override
    public List<Route> routes() {
        String action = opens ? "_open" : "_close";
        return Stream.of("/" + action, "/{index}/" + action)
                .map(pattern -> new Route(HttpMethod.POST, pattern, PARAMETERS))
                .toList();
    }

    @Override
    public Mono<Response> handle(Request request) {
        Parameters parameters = request.parameters();
        boolean named = parameters.has(DocumentRequest.INDEX);
        IndexExpression expression = IndexExpression.read(request, opens ? IndexOptions.CLOSED : IndexOptions.OPEN);
        parameters.time("timeout", Duration.ZERO);
        parameters.time("master_timeout", Duration.ZERO);
        String wait = parameters.string("wait_for_active_shards");
        if (!INDEX_SETTING.equals(wait)) {
            parameters.activeShards();
        }
        return Mono.defer(() -> {
            new Validation().refuseIf(!named, "index is missing").check();
            List<IndexMetadata> changed = expression.resolve(service.indices()).stream()
                    .filter(index -> index.open() != opens)
                    .toList();
            return Flux.fromIterable(changed)
                    .concatMap(index -> change(index.name()))
                    .then(Mono.fromSupplier(() -> answer(request, changed)))
                    .map(answer -> wait == null ? warned(request, answer) : answer);
        });
    }

    /** Version 7 warns of what will change with the next one. */
    private Response warned(Request request, Response answer) {
        return opens || request.version() != ApiVersion.V7
                ? answer
                : answer.with("Warning", Release.of(request.version()).warning(DEPRECATION));
    }

    private Mono<IndexMetadata> change(String name) {
        return opens ? service.indices().open(name) : service.indices().close(name);
    }

    private Response answer(Request request, List<IndexMetadata> changed) {
        Map<String, Object> content = new LinkedHashMap<>();
        content.put("acknowledged", true);
        content.put("shards_acknowledged", opens || !changed.isEmpty());
        if (!opens) {
            Map<String, Object> closed = new LinkedHashMap<>();
            changed.forEach(index -> closed.put(index.name(), Map.of("closed", true)));
            content.put("indices", closed);
        }
        return Response.of(200, AnswerWriter.write(request.output(), content), request.output());
    }
}
