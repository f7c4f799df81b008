package dev.optimist.http.api;

import dev.optimist.core.observe.EngineObserver;
import dev.optimist.core.service.DocumentService;
import dev.optimist.core.service.ServiceConfiguration;
import dev.optimist.core.snapshot.RepositoryFolders;
import dev.optimist.core.snapshot.Snapshots;
import dev.optimist.core.store.InMemoryStore;
import dev.optimist.http.route.Route;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** The routes of all endpoints, those for users and keys too. */
public final class AllRoutes {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final SpoolLimits SPOOLS = new SpoolLimits(Path.of("."), 1, 1);
    private static final HotDocuments NOTHING_HOT = new HotDocuments() {
        @Override
        public List<HotDocument> documents(Duration window) {
            return List.of();
        }

        @Override
        public Duration windowMax() {
            return Duration.ofMinutes(1);
        }

        @Override
        public void reset() {}
    };

    private static final Dashboard NO_DASHBOARD = new Dashboard() {
        @Override
        public Optional<Response> file(String name) {
            return Optional.empty();
        }

        @Override
        public Map<String, Object> sample() {
            return Map.of();
        }

        @Override
        public Mono<Void> ended() {
            return Mono.never();
        }
    };

    private AllRoutes() {}

    /** Returns them by pattern and method. */
    public static List<Route> sorted() {
        DocumentService service = Objects.requireNonNull(DocumentService.open(
                        InMemoryStore.ofOneWriter(),
                        ServiceConfiguration.defaults(),
                        EngineObserver.NOOP,
                        () -> Schedulers.parallel()::schedule,
                        Clock.systemUTC())
                .block(PATIENCE));
        try {
            Endpoints.Scrape scrape = accept -> new Response(200, new byte[0], "text/plain", Map.of());
            Endpoints.Watched watched = new Endpoints.Watched(scrape, NOTHING_HOT, NO_DASHBOARD);
            NodeInfo node = new NodeInfo("n", "c", "_na_");
            Snapshots snapshots = service.snapshots(new RepositoryFolders(List.of()), Clock.systemUTC());
            return Stream.of(
                            Endpoints.of(service, service::bulk, node, SPOOLS, watched).stream(),
                            OperationEndpoints.of(service, snapshots, node, "", null).stream(),
                            SecurityEndpoints.of(TestSecurity.empty()).stream())
                    .flatMap(each -> each)
                    .flatMap(endpoint -> endpoint.routes().stream())
                    .sorted(Comparator.comparing(Route::pattern).thenComparing(Route::method))
                    .toList();
        } finally {
            service.close().block(PATIENCE);
        }
    }
}
