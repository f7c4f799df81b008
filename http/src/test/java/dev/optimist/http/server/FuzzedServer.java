package dev.optimist.http.server;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.optimist.core.observe.EngineObserver;
import dev.optimist.core.service.DocumentService;
import dev.optimist.core.service.ServiceConfiguration;
import dev.optimist.core.snapshot.RepositoryFolders;
import dev.optimist.core.store.InMemoryStore;
import dev.optimist.http.api.Dashboard;
import dev.optimist.http.api.Endpoint;
import dev.optimist.http.api.Endpoints;
import dev.optimist.http.api.HotDocuments;
import dev.optimist.http.api.NodeInfo;
import dev.optimist.http.api.OperationEndpoints;
import dev.optimist.http.api.Response;
import dev.optimist.http.api.SpoolLimits;
import dev.optimist.http.cli.OptimistConfiguration;
import dev.optimist.http.server.Dispatcher.Incoming;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * All endpoints over a store in memory, without a socket: what fuzz targets ask. Every answer must come in time, be no
 * failure that nobody foresaw, and be well-formed.
 */
final class FuzzedServer {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final ServerConfiguration CONFIGURATION =
            OptimistConfiguration.of("--port=0", "--store=memory").server();

    /** Inputs make indices and documents; a fresh store now and then keeps memory bounded. */
    private static final int ASKED_MAX = 2_000;

    private static @Nullable FuzzedServer current;

    private final DocumentService service;
    private final Dispatcher dispatcher;
    private int asked;

    private FuzzedServer() {
        service = requireNonNull(DocumentService.open(
                        InMemoryStore.ofOneWriter(),
                        ServiceConfiguration.defaults(),
                        EngineObserver.NOOP,
                        () -> Schedulers.parallel()::schedule,
                        Clock.systemUTC())
                .block(PATIENCE));
        NodeInfo node = new NodeInfo("n", "c", "_na_");
        SpoolLimits spools = new SpoolLimits(Path.of(System.getProperty("java.io.tmpdir")), 1 << 20, 1 << 24);
        Endpoints.Scrape scrape = accept -> new Response(200, new byte[0], "text/plain", Map.of());
        Endpoints.Watched watched = new Endpoints.Watched(scrape, new NothingHot(), new NoDashboard());
        List<Endpoint> endpoints = Stream.concat(
                        Endpoints.of(service, service::bulk, node, spools, watched).stream(),
                        OperationEndpoints.of(
                                service,
                                service.snapshots(new RepositoryFolders(List.of()), Clock.systemUTC()),
                                node,
                                "1",
                                null)
                                .stream())
                .toList();
        dispatcher = new Dispatcher(endpoints, configuration(), new Authorization(null), ConnectionEvents.NONE);
        ask(incoming("PUT", "/i/_doc/1", Map.of(), "{\"a\":[1,{\"b\":\"c\"}],\"d\":{\"e\":1.50}}"));
    }

    static ServerConfiguration configuration() {
        return CONFIGURATION;
    }

    static synchronized FuzzedServer current() {
        FuzzedServer server = current;
        if (server != null && server.asked < ASKED_MAX) {
            return server;
        }
        if (server != null) {
            server.service.close().block(PATIENCE);
        }
        FuzzedServer made = new FuzzedServer();
        current = made;
        return made;
    }

    static Incoming incoming(String method, String uri, Map<String, String> headers, String body) {
        return incoming(method, uri, headers, body.getBytes(StandardCharsets.UTF_8));
    }

    static Incoming incoming(String method, String uri, Map<String, String> headers, byte[] body) {
        Dispatcher.Headers all = new Dispatcher.Headers() {
            @Override
            public @Nullable String get(String name) {
                return headers.entrySet().stream()
                        .filter(header -> header.getKey().equalsIgnoreCase(name))
                        .map(Map.Entry::getValue)
                        .findFirst()
                        .orElse(null);
            }

            @Override
            public List<String> all(String name) {
                String only = get(name);
                return only == null ? List.of() : List.of(only);
            }
        };
        return new Incoming(method, uri, all, body, Caller.UNKNOWN);
    }

    Dispatcher dispatcher() {
        return dispatcher;
    }

    /** Asks, and throws where the answer is none. */
    Response ask(Incoming incoming) {
        asked++;
        Response answer = requireNonNull(dispatcher.dispatch(incoming).block(PATIENCE));
        require(answer, incoming);
        return answer;
    }

    static void require(Response answer, Incoming incoming) {
        byte[] body = answer.body();
        if (answer.stream() != null) {
            body = requireNonNull(
                    answer.stream().reduce(new byte[0], FuzzedServer::joined).block(PATIENCE));
        }
        String text = new String(body, StandardCharsets.UTF_8);
        if (answer.status() == 500 && text.contains("\"type\":\"exception\"")) {
            throw new AssertionError(incoming.method() + " " + incoming.uri() + " is answered " + text);
        }
        if (answer.contentType().startsWith("application/json") && body.length > 0) {
            try {
                JSON.readTree(body);
            } catch (IOException e) {
                throw new AssertionError(incoming.method() + " " + incoming.uri() + " is answered no JSON: " + text, e);
            }
        }
    }

    private static byte[] joined(byte[] one, byte[] other) {
        byte[] both = java.util.Arrays.copyOf(one, one.length + other.length);
        System.arraycopy(other, 0, both, one.length, other.length);
        return both;
    }

    private static final class NoDashboard implements Dashboard {
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
    }

    private static final class NothingHot implements HotDocuments {
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
    }
}
