package dev.optimist.http.testkit;

import dev.optimist.http.api.Endpoint;
import dev.optimist.http.api.Request;
import dev.optimist.http.api.Response;
import dev.optimist.http.route.Route;
import dev.optimist.http.server.EventLoops;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** An endpoint that begins to work only when the faults say so. */
record DelayedEndpoint(Endpoint endpoint, Faults faults) implements Endpoint {
    @Override
    public List<Route> routes() {
        return endpoint.routes();
    }

    @Override
    public boolean takesBody() {
        return endpoint.takesBody();
    }

    @Override
    public Mono<Response> handle(Request request) {
        Mono<Response> answer = endpoint.handle(request);
        return Mono.defer(() -> {
            Duration delay = faults.delay(
                    request.parameters().string("index"), request.parameters().string("id"));
            return delay.isZero() ? answer : later(answer, delay);
        });
    }

    private static Mono<Response> later(Mono<Response> answer, Duration delay) {
        Executor home = EventLoops.current();
        return answer.delaySubscription(Mono.delay(delay).publishOn(Schedulers.fromExecutor(home)));
    }
}
