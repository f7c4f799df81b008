package dev.optimist.http.api;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** An operation that reads the body of its request as it arrives. */
public interface StreamingEndpoint extends Endpoint {
    /**
     * A body on its way.
     *
     * @param parts unpacked, in order, to be subscribed to once; each part is the receiver's own. Fails with what is to be
     *     answered where the body cannot be read
     * @param home the thread that the parts arrive on
     */
    record Body(Flux<byte[]> parts, Scheduler home) {}

    /**
     * Reads the parameters of a request, whose own body is empty, and returns a cold Mono that reads the body, does the
     * work and emits the answer; otherwise as {@link Endpoint#handle}.
     */
    Mono<Response> handle(Request request, Body body);

    @Override
    default Mono<Response> handle(Request request) {
        return handle(request, new Body(Flux.just(request.body()), Schedulers.immediate()));
    }

    @Override
    default boolean takesBody() {
        return true;
    }
}
