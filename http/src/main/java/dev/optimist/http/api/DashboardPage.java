package dev.optimist.http.api;

import dev.optimist.core.error.ErrorKind;
import dev.optimist.core.error.RequestException;
import dev.optimist.http.route.HttpMethod;
import dev.optimist.http.route.Route;
import java.util.List;
import java.util.Set;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Shows the dashboard: a page, and the files that it is made of. */
final class DashboardPage implements Endpoint {
    private static final String PAGE = "index.html";
    private static final String FILE = "file";

    private final Dashboard dashboard;

    DashboardPage(Dashboard dashboard) {
        this.dashboard = dashboard;
    }

    @Override
    public List<Route> routes() {
        return List.of(
                new Route(HttpMethod.GET, "/_dashboard", Set.of()),
                new Route(HttpMethod.GET, "/_dashboard/{file}", Set.of(FILE)));
    }

    @Override
    public Mono<Response> handle(Request request) {
        String named = request.parameters().string(FILE);
        String file = named == null ? PAGE : named;
        return Mono.fromSupplier(() -> dashboard.file(file).orElseThrow(() -> missing(file)))
                .subscribeOn(Schedulers.boundedElastic()); // read from the jar
    }

    private static RequestException missing(String file) {
        return RequestException.of(ErrorKind.RESOURCE_NOT_FOUND, "the dashboard has no file [" + file + "]");
    }
}
