package dev.optimist.http.api;

import dev.optimist.http.route.HttpMethod;
import dev.optimist.http.route.Route;
import java.util.List;
import java.util.Set;
import reactor.core.publisher.Mono;

/** Forgets what was counted of hot documents. */
final class ResetContention implements Endpoint {
    private final HotDocuments hot;

    ResetContention(HotDocuments hot) {
        this.hot = hot;
    }

    @Override
    public List<Route> routes() {
        return List.of(new Route(HttpMethod.POST, "/_contention/_reset", Set.of()));
    }

    @Override
    public Mono<Response> handle(Request request) {
        return Mono.fromSupplier(() -> {
            hot.reset();
            return Acknowledgement.of(request);
        });
    }
}
