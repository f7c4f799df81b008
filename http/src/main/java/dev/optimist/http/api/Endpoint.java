package dev.optimist.http.api;

import dev.optimist.http.route.Route;
import java.util.List;
import reactor.core.publisher.Mono;

/** One operation of the API. */
public interface Endpoint {
    /** Returns the ways into this endpoint. */
    List<Route> routes();

    /**
     * Reads a request and returns a cold Mono that does the work and emits the answer.
     *
     * <p>The parameters are read before this returns; what does not parse is thrown as a {@link
     * dev.optimist.core.error.RequestException}. The caller refuses parameters that are not known between this call and
     * the subscription, so nothing may happen before that. The Mono signals DocumentExceptions.
     */
    Mono<Response> handle(Request request);

    /**
     * Returns whether a request that is no GET or HEAD may bear an {@code Idempotency-Key}: it is heeded, or the request
     * changes nothing. Where not, one that does is refused.
     */
    default boolean takesIdempotencyKey() {
        return false;
    }

    /** Returns whether requests may have a body; where not, one that has is refused. */
    default boolean takesBody() {
        return false;
    }
}
