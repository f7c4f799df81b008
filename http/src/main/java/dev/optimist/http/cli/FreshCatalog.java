package dev.optimist.http.cli;

import dev.optimist.core.service.DocumentService;
import dev.optimist.http.api.Endpoint;
import dev.optimist.http.api.Request;
import dev.optimist.http.api.Response;
import dev.optimist.http.api.StreamingEndpoint;
import dev.optimist.http.route.Route;
import dev.optimist.http.server.EventLoops;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Endpoints over a store with other writers: before one does anything, what other nodes have changed of indices, aliases,
 * scripts and the like is seen here.
 */
final class FreshCatalog {
    /** First segments of paths that have to be answered above all when the store does not. */
    private static final Set<String> OF_THE_NODE = Set.of(
            "",
            "_cat",
            "_cluster",
            "_contention",
            "_dashboard",
            "_license",
            "_nodes",
            "_prometheus",
            "_tasks",
            "_xpack");

    private static final Set<String> OF_DOCUMENTS =
            Set.of("_doc", "_create", "_update", "_source", "_bulk", "_mget", "{type}");

    private final DocumentService service;

    FreshCatalog(DocumentService service) {
        this.service = service;
    }

    /** What is read before an endpoint begins. */
    private enum Depth {
        /** The catalog, where it has changed. */
        CATALOG,
        /** Also how many documents there are. */
        COUNTS,
        /** As much as can be read: what cannot is the endpoint's to tell. */
        WHAT_THERE_IS;

        static Depth of(Endpoint endpoint) {
            List<String> segments = endpoint.routes().stream()
                    .findFirst()
                    .map(route -> List.of(route.pattern().substring(1).split("/", -1)))
                    .orElse(List.of(""));
            if (OF_THE_NODE.contains(segments.get(0))) {
                return WHAT_THERE_IS;
            }
            return segments.stream().anyMatch(OF_DOCUMENTS::contains) ? CATALOG : COUNTS;
        }
    }

    Endpoint before(Endpoint endpoint) {
        Mono<Void> fresh = fresh(Depth.of(endpoint));
        return endpoint instanceof StreamingEndpoint streaming
                ? new Streaming(streaming, fresh)
                : new Collected(endpoint, fresh);
    }

    private Mono<Void> fresh(Depth depth) {
        return switch (depth) {
            case CATALOG -> service.refresh();
            case COUNTS -> service.refreshCounts();
            case WHAT_THERE_IS -> service.refreshCounts().onErrorComplete();
        };
    }

    /** The store answers on threads of its own; the rest happens on the one that the request came on. */
    private static Mono<Response> after(Mono<Void> fresh, Mono<Response> answer) {
        return Mono.defer(() -> {
            Executor home = EventLoops.current();
            return fresh.publishOn(Schedulers.fromExecutor(home)).then(answer);
        });
    }

    private record Collected(Endpoint endpoint, Mono<Void> fresh) implements Endpoint {
        @Override
        public List<Route> routes() {
            return endpoint.routes();
        }

        @Override
        public Mono<Response> handle(Request request) {
            return after(fresh, endpoint.handle(request));
        }

        @Override
        public boolean takesBody() {
            return endpoint.takesBody();
        }
    }

    private record Streaming(StreamingEndpoint endpoint, Mono<Void> fresh) implements StreamingEndpoint {
        @Override
        public List<Route> routes() {
            return endpoint.routes();
        }

        @Override
        public Mono<Response> handle(Request request, Body body) {
            return after(fresh, endpoint.handle(request, body));
        }
    }
}
