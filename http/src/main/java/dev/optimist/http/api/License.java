package dev.optimist.http.api;

import dev.optimist.http.json.AnswerWriter;
import dev.optimist.http.route.HttpMethod;
import dev.optimist.http.route.Route;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import reactor.core.publisher.Mono;

/** Says to clients that ask before they begin that nothing here needs a licence key. */
final class License implements Endpoint {
    @Override
    public List<Route> routes() {
        Set<String> parameters = Set.of("accept_enterprise", "local", "categories", "master_timeout");
        return List.of(
                new Route(HttpMethod.GET, "/_license", parameters), new Route(HttpMethod.GET, "/_xpack", parameters));
    }

    @Override
    public Mono<Response> handle(Request request) {
        return Mono.fromSupplier(() -> {
            Map<String, Object> license = new LinkedHashMap<>();
            license.put(request.path().equals("/_xpack") ? "mode" : "status", "basic");
            license.put("type", "basic");
            license.put("status", "active");
            Map<String, Object> content = new LinkedHashMap<>();
            content.put("license", license);
            if (request.path().equals("/_xpack")) {
                content.put("features", Map.of());
            }
            return Response.of(200, AnswerWriter.write(request.output(), content), request.output());
        });
    }
}
