package dev.optimist.http.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.optimist.core.observe.EngineObserver;
import dev.optimist.core.service.DocumentService;
import dev.optimist.core.service.ServiceConfiguration;
import dev.optimist.core.snapshot.RepositoryFolders;
import dev.optimist.core.snapshot.Snapshots;
import dev.optimist.core.store.InMemoryStore;
import dev.optimist.http.route.Route;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * The table of endpoints in README's section Compatibility says what the routes say.
 *
 * <p>A row is {@code | `METHOD METHOD /path` `/other/path` | full, partial or not | words |}; methods go on until others
 * are named.
 */
class CompatibilityTableTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Pattern ROW = Pattern.compile("\\| (`/?[A-Z/].*?`) \\| (\\w+) \\|(.*)\\|");
    private static final Pattern CODE = Pattern.compile("`((?:[A-Z]+ )*)(/[^`]*)`");

    private final DocumentService service = Objects.requireNonNull(DocumentService.open(
                    InMemoryStore.ofOneWriter(),
                    ServiceConfiguration.defaults(),
                    EngineObserver.NOOP,
                    () -> Schedulers.parallel()::schedule,
                    Clock.systemUTC())
            .block(PATIENCE));

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

    /** A row of the table. */
    private record Row(List<String> routes, String support, String words) {}

    @AfterEach
    void close() {
        service.close().block(PATIENCE);
    }

    @Test
    void table_comparedWithRoutes_listsEveryRouteAndNoOther() {
        Set<String> unlisted = new TreeSet<>(endpoints());
        Set<String> invented = routes("full", "partial");
        unlisted.removeAll(routes("full", "partial"));
        invented.removeAll(endpoints());

        assertThat(unlisted).as("routes that README's table lacks").isEmpty();
        assertThat(invented).as("routes of README's table that are not there").isEmpty();
    }

    @Test
    void table_comparedWithRoutes_saysOfNoneThatItIsMissing() {
        assertThat(routes("not"))
                .as("routes that README's table says are not there")
                .isNotEmpty()
                .doesNotContainAnyElementsOf(endpoints());
    }

    @Test
    void rows_each_sayHowFarTheyGo() {
        assertThat(rows())
                .as("rows of README's table")
                .allSatisfy(row ->
                        assertThat(row.support).as("support of %s", row.routes).isIn("full", "partial", "not"))
                .filteredOn(row -> row.support.equals("partial"))
                .allSatisfy(row -> assertThat(row.words)
                        .as("what is missing of %s", row.routes)
                        .isNotBlank());
    }

    private List<String> endpoints() {
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
                .map(CompatibilityTableTest::text)
                .distinct()
                .toList();
    }

    private static String text(Route route) {
        return route.method() + " " + route.pattern();
    }

    private static Set<String> routes(String... supports) {
        return rows().stream()
                .filter(row -> List.of(supports).contains(row.support))
                .flatMap(row -> row.routes.stream())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static List<Row> rows() {
        String readme = readme();
        int start = readme.indexOf("\n## Compatibility");
        int end = readme.indexOf("\n## ", start + 1);
        List<Row> rows = readme.substring(start, end)
                .lines()
                .map(ROW::matcher)
                .filter(Matcher::matches)
                .map(row -> new Row(expanded(row.group(1)), row.group(2), row.group(3)))
                .toList();
        assertThat(rows).as("rows of README's table").isNotEmpty();
        return rows;
    }

    private static List<String> expanded(String cell) {
        String[] methods = {""};
        return CODE.matcher(cell)
                .results()
                .flatMap(code -> {
                    methods[0] = code.group(1).isEmpty() ? methods[0] : code.group(1);
                    return Stream.of(methods[0].trim().split(" ")).map(method -> method + " " + code.group(2));
                })
                .toList();
    }

    private static String readme() {
        try {
            return Files.readString(
                    Path.of(System.getProperty("basedir", ".")).toAbsolutePath().resolve("../README.md"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
