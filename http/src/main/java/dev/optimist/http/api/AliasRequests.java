package dev.optimist.http.api;

import dev.optimist.core.index.IndexMetadata;
import dev.optimist.core.service.DocumentService;
import dev.optimist.core.service.IndexOptions;
import dev.optimist.http.json.AnswerWriter;
import dev.optimist.http.json.IndexBody;
import dev.optimist.http.json.Output;
import dev.optimist.http.route.HttpMethod;
import dev.optimist.http.route.Route;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Shows, makes and removes aliases, one request for one name or several actions at once. */
final class AliasRequests implements Endpoint {
    private static final String NAME = "name";
    private static final Set<String> CHANGE = DocumentRequest.names(Acknowledgement.PARAMETERS, IndexExpression.NAMES);
    private static final Set<String> READ = DocumentRequest.names(IndexExpression.NAMES, Set.of("master_timeout"));

    private final DocumentService service;
    private final ChangeAliases changes;

    AliasRequests(DocumentService service) {
        this.service = service;
        this.changes = new ChangeAliases(service);
    }

    @Override
    public List<Route> routes() {
        List<Route> routes = new ArrayList<>();
        routes.add(new Route(HttpMethod.POST, "/_aliases", Acknowledgement.PARAMETERS));
        for (String pattern : List.of("/_alias", "/_alias/{name}", "/{index}/_alias", "/{index}/_alias/{name}")) {
            routes.add(new Route(HttpMethod.GET, pattern, READ));
            routes.add(new Route(HttpMethod.HEAD, pattern, READ));
        }
        routes.add(new Route(HttpMethod.GET, "/_aliases", READ));
        for (String pattern : List.of("/{index}/_alias/{name}", "/{index}/_aliases/{name}")) {
            Stream.of(HttpMethod.PUT, HttpMethod.POST, HttpMethod.DELETE)
                    .forEach(method -> routes.add(new Route(method, pattern, CHANGE)));
        }
        return routes;
    }

    @Override
    public boolean takesBody() {
        return true;
    }

    @Override
    public Mono<Response> handle(Request request) {
        return switch (request.method()) {
            case GET, HEAD -> show(request);
            case DELETE -> delete(request);
            case PUT -> put(request);
            case POST -> request.parameters().has(NAME) ? put(request) : actions(request);
        };
    }

    private Mono<Response> actions(Request request) {
        readTimes(request);
        Map<String, @Nullable Object> body =
                IndexBody.parseObject(request.body(), request.bodyType(), request.version());
        return Mono.defer(() -> changes.run(AliasAction.read(body), request.permit()))
                .then(Mono.fromSupplier(() -> done(request)));
    }

    private Mono<Response> put(Request request) {
        readTimes(request);
        IndexExpression expression = IndexExpression.read(request, IndexOptions.OPEN);
        String alias = request.pathParameter(NAME);
        Map<String, @Nullable Object> body = request.hasBody()
                ? IndexBody.parseObject(request.body(), request.bodyType(), request.version())
                : Map.of();
        return Mono.defer(() -> changes.run(
                        List.of(new AliasAction.Add(
                                List.of(expression.text()),
                                List.of(alias),
                                AliasProperties.kept(alias, new LinkedHashMap<>(body)),
                                /* mustExist= */ null)),
                        request.permit()))
                .then(Mono.fromSupplier(() -> done(request)));
    }

    private Mono<Response> delete(Request request) {
        readTimes(request);
        IndexExpression expression = IndexExpression.read(request, IndexOptions.OPEN);
        List<String> aliases = Arrays.asList(request.pathParameter(NAME).split(","));
        return Mono.defer(() -> changes.run(
                        List.of(new AliasAction.Remove(List.of(expression.text()), aliases, /* mustExist= */ null)),
                        request.permit()))
                .then(Mono.fromSupplier(() -> done(request)));
    }

    private static void readTimes(Request request) {
        request.parameters().time("timeout", Duration.ZERO);
        request.parameters().time("master_timeout", Duration.ZERO);
    }

    private static Response done(Request request) {
        Map<String, Object> content = new LinkedHashMap<>();
        content.put("acknowledged", true);
        if (!request.version().legacy()) {
            content.put("errors", false);
        }
        return Response.of(200, AnswerWriter.write(request.output(), content), request.output());
    }

    private Mono<Response> show(Request request) {
        IndexExpression expression = IndexExpression.read(request, IndexOptions.HIDDEN);
        String names = request.parameters().string(NAME);
        return Mono.fromSupplier(() -> {
            AliasSelection selection = AliasSelection.of(names == null ? "_all" : names);
            Map<String, Object> content = new LinkedHashMap<>();
            Set<String> found = new HashSet<>();
            for (IndexMetadata index : expression.resolve(service.indices())) {
                Map<String, Object> aliases = new TreeMap<>(index.aliases());
                aliases.keySet().removeIf(alias -> !selection.wants(alias));
                found.addAll(aliases.keySet());
                if (!aliases.isEmpty() || names == null) {
                    content.put(index.name(), Map.of("aliases", aliases));
                }
            }
            List<String> missing = selection.missing(found);
            return missing.isEmpty()
                    ? Response.of(200, AnswerWriter.write(request.output(), content), request.output())
                    : notFound(request.output(), missing, content);
        });
    }

    private static Response notFound(Output output, List<String> missing, Map<String, Object> found) {
        Map<String, Object> content = new LinkedHashMap<>();
        String kind = missing.size() == 1 ? "alias" : "aliases";
        content.put("error", kind + " [" + String.join(",", missing) + "] missing");
        content.put("status", 404);
        content.putAll(found);
        return Response.of(404, AnswerWriter.write(output, content), output);
    }
}
