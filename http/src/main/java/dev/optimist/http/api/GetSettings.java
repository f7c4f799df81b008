package dev.optimist.http.api;

import dev.optimist.core.index.IndexMetadata;
import dev.optimist.core.service.DocumentService;
import dev.optimist.core.service.IndexOptions;
import dev.optimist.http.json.AnswerWriter;
import dev.optimist.http.route.HttpMethod;
import dev.optimist.http.route.Route;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Shows the settings of indices. */
final class GetSettings implements Endpoint {
    private static final Set<String> PARAMETERS =
            DocumentRequest.names(IndexExpression.NAMES, Set.of("flat_settings", "include_defaults", "master_timeout"));
    private static final String NAME = "name";

    private final DocumentService service;

    GetSettings(DocumentService service) {
        this.service = service;
    }

    @Override
    public List<Route> routes() {
        return List.of(
                new Route(HttpMethod.GET, "/_settings", PARAMETERS),
                new Route(HttpMethod.GET, "/_settings/{name}", PARAMETERS),
                new Route(HttpMethod.GET, "/{index}/_settings", PARAMETERS),
                new Route(HttpMethod.GET, "/{index}/_settings/{name}", PARAMETERS));
    }

    @Override
    public Mono<Response> handle(Request request) {
        IndexExpression expression = IndexExpression.read(request, IndexOptions.OPEN);
        boolean flat = request.parameters().bool("flat_settings", /* absent= */ false);
        boolean defaults = request.parameters().bool("include_defaults", /* absent= */ false);
        Predicate<String> wanted = wanted(request.parameters().string(NAME));
        return Mono.fromSupplier(() -> {
            Map<String, Object> content = new LinkedHashMap<>();
            for (IndexMetadata index : expression.resolve(service.indices())) {
                Map<String, Object> shown = new LinkedHashMap<>();
                shown.put("settings", shown(request, index, flat, wanted));
                if (defaults) {
                    shown.put("defaults", defaults(index, flat, wanted));
                }
                if (!shown.values().stream().allMatch(Map.of()::equals)) {
                    content.put(index.name(), shown);
                }
            }
            return Response.of(200, AnswerWriter.write(request.output(), content), request.output());
        });
    }

    /** Returns the settings of an index as answers show them. */
    static Map<String, Object> shown(Request request, IndexMetadata index, boolean flat, Predicate<String> wanted) {
        Map<String, String> settings =
                IndexSettings.flat(index, request.version(), request.output().human());
        return shown(settings, flat, wanted);
    }

    /** Returns what holds for the settings that an index was not given. */
    static Map<String, Object> defaults(IndexMetadata index, boolean flat, Predicate<String> wanted) {
        return shown(DefaultSettings.without(index.settings().keySet()), flat, wanted);
    }

    private static Map<String, Object> shown(Map<String, String> settings, boolean flat, Predicate<String> wanted) {
        settings.keySet().removeIf(wanted.negate());
        return flat ? new TreeMap<>(settings) : IndexSettings.nested(settings);
    }

    private static Predicate<String> wanted(@Nullable String names) {
        if (names == null || names.equals("_all")) {
            return name -> true;
        }
        return Arrays.stream(names.split(","))
                .map(name -> Pattern.compile(("\\Q" + name + "\\E").replace("*", "\\E.*\\Q"))
                        .asMatchPredicate())
                .reduce(name -> false, Predicate::or);
    }
}
