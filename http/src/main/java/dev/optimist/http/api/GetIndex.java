package dev.optimist.http.api;

import dev.optimist.core.error.IndexException.Lookup;
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
import java.util.TreeMap;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Shows indices: aliases, mappings and settings. */
final class GetIndex implements Endpoint {
    private static final Set<String> PARAMETERS = DocumentRequest.names(
            IndexExpression.NAMES,
            Set.of("flat_settings", "include_defaults", "include_type_name", "master_timeout", "features"));

    private final DocumentService service;

    GetIndex(DocumentService service) {
        this.service = service;
    }

    @Override
    public List<Route> routes() {
        return List.of(
                new Route(HttpMethod.GET, "/{index}", PARAMETERS), new Route(HttpMethod.HEAD, "/{index}", PARAMETERS));
    }

    @Override
    public Mono<Response> handle(Request request) {
        IndexExpression expression = IndexExpression.read(request, IndexOptions.OPEN);
        boolean flat = request.parameters().bool("flat_settings", /* absent= */ false);
        boolean defaults = request.parameters().bool("include_defaults", /* absent= */ false);
        boolean typed = IncludeTypeName.read(request, /* absent= */ false);
        return Flux.defer(() -> {
                    LegacyNames.require(request, expression.text(), Lookup.EXPRESSION, service);
                    return Flux.fromIterable(expression.resolve(service.indices()));
                })
                .concatMap(index -> withMapping(request, index))
                .collect(LinkedHashMap<String, Object>::new, (content, index) -> {
                    Map<String, Object> shown = shown(request, index, flat, typed);
                    if (defaults) {
                        shown.put("defaults", GetSettings.defaults(index, flat, name -> true));
                    }
                    content.put(index.name(), shown);
                })
                .map(content -> Response.of(200, AnswerWriter.write(request.output(), content), request.output()));
    }

    /** To ask whether an index exists is no reason to read its documents. */
    private Mono<IndexMetadata> withMapping(Request request, IndexMetadata index) {
        return request.method() == HttpMethod.HEAD
                ? Mono.just(index)
                : service.indices().withMapping(index);
    }

    private static Map<String, Object> shown(Request request, IndexMetadata index, boolean flat, boolean typed) {
        Map<String, Object> content = new LinkedHashMap<>();
        content.put("aliases", new TreeMap<>(index.aliases()));
        content.put("mappings", GetMapping.shown(index, typed));
        content.put("settings", GetSettings.shown(request, index, flat, name -> true));
        return content;
    }
}
