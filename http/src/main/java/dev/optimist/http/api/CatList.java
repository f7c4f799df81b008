package dev.optimist.http.api;

import dev.optimist.http.route.HttpMethod;
import dev.optimist.http.route.Route;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import reactor.core.publisher.Mono;

/** Lists the tables of {@code /_cat} as Elasticsearch does, those that Optimist does not have among them. */
final class CatList implements Endpoint {
    private static final List<String> PATHS = List.of(
            "allocation",
            "shards",
            "shards/{index}",
            "master",
            "nodes",
            "tasks",
            "indices",
            "indices/{index}",
            "segments",
            "segments/{index}",
            "count",
            "count/{index}",
            "recovery",
            "recovery/{index}",
            "health",
            "pending_tasks",
            "aliases",
            "aliases/{alias}",
            "thread_pool",
            "thread_pool/{thread_pools}",
            "plugins",
            "fielddata",
            "fielddata/{fields}",
            "nodeattrs",
            "repositories",
            "snapshots/{repository}",
            "templates");

    @Override
    public List<Route> routes() {
        return List.of(new Route(HttpMethod.GET, "/_cat", Set.of("help", "local")));
    }

    @Override
    public Mono<Response> handle(Request request) {
        return Mono.fromSupplier(() -> {
            StringBuilder text = new StringBuilder("=^.^=\n");
            PATHS.forEach(path -> text.append("/_cat/").append(path).append('\n'));
            if (!request.version().legacy()) {
                text.append("/_cat/component_templates\n");
            }
            byte[] body = text.toString().getBytes(StandardCharsets.UTF_8);
            return new Response(200, body, "text/plain; charset=UTF-8", Map.of());
        });
    }
}
