package dev.optimist.http.api;

import dev.optimist.core.error.ErrorKind;
import dev.optimist.core.error.RequestException;
import dev.optimist.core.service.Wildcards;
import dev.optimist.core.snapshot.Repository;
import dev.optimist.core.snapshot.Snapshots;
import dev.optimist.http.json.AnswerWriter;
import dev.optimist.http.json.IndexBody;
import dev.optimist.http.route.HttpMethod;
import dev.optimist.http.route.Route;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Registers, shows, verifies and forgets the repositories of snapshots: folders, of type fs. */
final class RepositoryRequests implements Endpoint {
    private static final String ALL = "/_snapshot";
    private static final String ONE = "/_snapshot/{repository}";
    private static final String VERIFY = "/_snapshot/{repository}/_verify";
    private static final Set<String> PUT = DocumentRequest.names(Acknowledgement.PARAMETERS, Set.of("verify"));
    private static final Set<String> GET = Set.of("local", "master_timeout");

    private final Snapshots snapshots;
    private final NodeInfo node;

    RepositoryRequests(Snapshots snapshots, NodeInfo node) {
        this.snapshots = snapshots;
        this.node = node;
    }

    @Override
    public List<Route> routes() {
        return List.of(
                new Route(HttpMethod.GET, ALL, GET),
                new Route(HttpMethod.GET, ONE, GET),
                new Route(HttpMethod.PUT, ONE, PUT),
                new Route(HttpMethod.POST, ONE, PUT),
                new Route(HttpMethod.DELETE, ONE, Acknowledgement.PARAMETERS),
                new Route(HttpMethod.POST, VERIFY, Acknowledgement.PARAMETERS));
    }

    @Override
    public boolean takesBody() {
        return true;
    }

    @Override
    public Mono<Response> handle(Request request) {
        if (request.path().replaceAll("/+$", "").endsWith("/_verify")) {
            return snapshots.verify(request.pathParameter("repository")).then(verified(request));
        }
        return switch (request.method()) {
            case GET, HEAD -> show(request);
            case PUT, POST -> put(request);
            case DELETE -> snapshots.remove(request.pathParameter("repository")).then(acknowledged(request));
        };
    }

    private Mono<Response> show(Request request) {
        String wanted = request.parameters().string("repository", "_all");
        return snapshots.repositories().map(all -> {
            List<Repository> found = all.stream()
                    .filter(each -> Wildcards.anyOf(wanted).test(each.name()))
                    .toList();
            if (found.isEmpty() && !wanted.equals("_all") && !wanted.contains("*")) {
                throw RequestException.of(ErrorKind.REPOSITORY_MISSING, "[" + wanted + "] missing");
            }
            Map<String, Object> content = new LinkedHashMap<>();
            found.forEach(each -> content.put(each.name(), shown(each)));
            return Response.of(200, AnswerWriter.write(request.output(), content), request.output());
        });
    }

    private static Map<String, Object> shown(Repository repository) {
        Map<String, Object> content = new LinkedHashMap<>();
        content.put("type", "fs");
        content.put("settings", new TreeMap<>(repository.settings()));
        return content;
    }

    private Mono<Response> put(Request request) {
        boolean verify = request.parameters().bool("verify", /* absent= */ true);
        String name = request.pathParameter("repository");
        if (!request.hasBody()) {
            throw RequestException.of(ErrorKind.PARSE, "request body is required");
        }
        return Mono.defer(() -> snapshots.put(
                        read(name, IndexBody.parseObject(request.body(), request.bodyType(), request.version())),
                        verify))
                .then(acknowledged(request));
    }

    private static Repository read(String name, Map<String, @Nullable Object> body) {
        Object type = body.get("type");
        if (!(type instanceof String text)) {
            throw RequestException.of(ErrorKind.ACTION_REQUEST_VALIDATION, "Validation Failed: 1: type is missing;");
        }
        if (!text.equals("fs")) {
            throw RequestException.of(
                    ErrorKind.REPOSITORY, "[" + name + "] repository type [" + text + "] does not exist");
        }
        Map<String, String> settings = new LinkedHashMap<>();
        if (body.get("settings") instanceof Map<?, ?> given) {
            given.forEach((key, value) -> settings.put(String.valueOf(key), String.valueOf(value)));
        }
        String location = settings.get("location");
        if (location == null || location.isBlank()) {
            throw RequestException.of(ErrorKind.REPOSITORY, "[" + name + "] missing location");
        }
        return new Repository(name, location, settings);
    }

    private static Mono<Response> acknowledged(Request request) {
        return Mono.fromSupplier(() -> Acknowledgement.of(request));
    }

    private Mono<Response> verified(Request request) {
        Map<String, Object> nodes = Map.of(node.clusterUuid(), Map.of("name", node.nodeName()));
        return Mono.fromSupplier(
                () -> Response.of(200, AnswerWriter.write(request.output(), Map.of("nodes", nodes)), request.output()));
    }
}
