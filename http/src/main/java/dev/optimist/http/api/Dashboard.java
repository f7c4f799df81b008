package dev.optimist.http.api;

import java.util.Map;
import java.util.Optional;
import reactor.core.publisher.Mono;

/** What the dashboard is made of. */
public interface Dashboard {
    /** Returns a file of the page; empty where it has no such file. */
    Optional<Response> file(String name);

    /** Returns the numbers of the moment, by name; may take milliseconds. */
    Map<String, Object> sample();

    /** Completes when the server is about to close: whoever watches is let go of. */
    Mono<Void> ended();
}
