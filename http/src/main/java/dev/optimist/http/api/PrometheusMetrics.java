package dev.optimist.http.api;

import dev.optimist.http.route.HttpMethod;
import dev.optimist.http.route.Route;
import java.util.List;
import java.util.Set;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Shows all meters to Prometheus. */
final class PrometheusMetrics implements Endpoint {
    private final Endpoints.Scrape scrape;

    PrometheusMetrics(Endpoints.Scrape scrape) {
        this.scrape = scrape;
    }

    @Override
    public List<Route> routes() {
        return List.of(new Route(HttpMethod.GET, "/_prometheus/metrics", Set.of()));
    }

    @Override
    public Mono<Response> handle(Request request) {
        return Mono.fromSupplier(() -> scrape.content(request.header("Accept")))
                .subscribeOn(Schedulers.boundedElastic());
    }
}
