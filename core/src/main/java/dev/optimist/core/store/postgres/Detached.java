package dev.optimist.core.store.postgres;

import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** Work that goes on when nobody waits for it any more, since a COMMIT must not be cancelled. */
final class Detached {
    private Detached() {}

    /** Returns the same work, cold; a cancel stops the waiting alone. */
    static <T> Mono<T> of(Mono<T> work) {
        return Mono.defer(() -> {
            Sinks.One<T> result = Sinks.one();
            work.subscribe(result::tryEmitValue, result::tryEmitError, result::tryEmitEmpty);
            return result.asMono();
        });
    }
}
