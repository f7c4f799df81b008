package dev.optimist.http.api;

import dev.optimist.core.error.DocumentException;
import dev.optimist.http.error.ErrorAnswer;
import reactor.core.publisher.Mono;

/** The warnings that requests with a mapping type in their path are answered with. */
final class TypedRequests {
    private TypedRequests() {}

    /** Adds a warning to the answer, also to that of a failure. */
    static Mono<Response> warn(Request request, String text, Mono<Response> answer) {
        String warning = Release.of(request.version()).warning("[types removal] " + text);
        return answer.onErrorResume(
                        DocumentException.class,
                        failure -> Mono.just(Response.of(ErrorAnswer.of(failure, request.output()))))
                .map(response -> response.with("Warning", warning));
    }
}
