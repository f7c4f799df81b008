package dev.optimist.http.api;

import dev.optimist.core.error.StoreFailedException;
import dev.optimist.core.service.DocumentService;
import dev.optimist.http.json.AnswerWriter;
import dev.optimist.http.route.HttpMethod;
import dev.optimist.http.route.Route;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import reactor.core.publisher.Mono;

/**
 * Answers probes: live while it answers at all, ready while writes are acknowledged. Anybody may ask, so nothing is said
 * of why.
 */
final class LiveOrReady implements Endpoint {
    private static final String LIVE = "/_health/live";
    private static final String READY = "/_health/ready";

    private final DocumentService service;

    LiveOrReady(DocumentService service) {
        this.service = service;
    }

    @Override
    public List<Route> routes() {
        return List.of(
                new Route(HttpMethod.GET, LIVE, Set.of()),
                new Route(HttpMethod.HEAD, LIVE, Set.of()),
                new Route(HttpMethod.GET, READY, Set.of()),
                new Route(HttpMethod.HEAD, READY, Set.of()));
    }

    @Override
    public Mono<Response> handle(Request request) {
        boolean asksForReadiness = request.path().startsWith(READY);
        return Mono.fromSupplier(() -> asksForReadiness ? ready(request) : live(request));
    }

    private static Response live(Request request) {
        return Response.of(200, AnswerWriter.write(request.output(), Map.of("live", true)), request.output());
    }

    private Response ready(Request request) {
        Optional<StoreFailedException> failure = service.failure();
        byte[] body = AnswerWriter.write(request.output(), Map.of("ready", failure.isEmpty()));
        return Response.of(failure.isEmpty() ? 200 : 503, body, request.output());
    }
}
