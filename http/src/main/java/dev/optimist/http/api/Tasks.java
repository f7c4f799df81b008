package dev.optimist.http.api;

import dev.optimist.core.error.ErrorKind;
import dev.optimist.core.error.RequestException;
import dev.optimist.http.json.AnswerWriter;
import dev.optimist.http.route.HttpMethod;
import dev.optimist.http.route.Route;
import java.util.List;
import java.util.Map;
import java.util.Set;
import reactor.core.publisher.Mono;

/** Shows that nothing goes on in the background: every request is answered when it is done. */
final class Tasks implements Endpoint {
    private static final Set<String> PARAMETERS = Set.of(
            "actions",
            "detailed",
            "group_by",
            "local",
            "nodes",
            "parent_task_id",
            "timeout",
            "master_timeout",
            "wait_for_completion");
    private static final String ID = "task_id";

    @Override
    public List<Route> routes() {
        return List.of(
                new Route(HttpMethod.GET, "/_tasks", PARAMETERS),
                new Route(HttpMethod.GET, "/_tasks/{task_id}", PARAMETERS),
                new Route(HttpMethod.GET, "/_cluster/pending_tasks", PARAMETERS));
    }

    @Override
    public Mono<Response> handle(Request request) {
        String id = request.parameters().string(ID);
        boolean pending = request.path().endsWith("pending_tasks");
        return Mono.fromSupplier(() -> {
            if (id != null) {
                throw RequestException.of(
                        ErrorKind.RESOURCE_NOT_FOUND, "task [" + id + "] isn't running and hasn't stored its results");
            }
            Map<String, Object> content = pending ? Map.of("tasks", List.of()) : Map.of("nodes", Map.of());
            return Response.of(200, AnswerWriter.write(request.output(), content), request.output());
        });
    }
}
