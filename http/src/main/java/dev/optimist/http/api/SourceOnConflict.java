package dev.optimist.http.api;

import dev.optimist.core.error.ShardException;
import dev.optimist.http.error.ErrorAnswer;
import dev.optimist.http.route.Parameters;
import java.util.Set;
import reactor.core.publisher.Mono;

/** Shows in a version conflict what the document is now, where a request asks for it: its client need not ask again. */
final class SourceOnConflict {
    static final Set<String> NAMES = Set.of("_source_on_conflict");

    private static final String NAME = "_source_on_conflict";

    private SourceOnConflict() {}

    /** Reads the parameter; it counts as read only where it is there, so that nobody is told of it who mistypes another. */
    static boolean wanted(Parameters parameters) {
        return parameters.has(NAME) && parameters.bool(NAME, /* absent= */ false);
    }

    /** Returns the same answer, with what a conflict found. */
    static Mono<Response> show(Request request, boolean wanted, Mono<Response> answer) {
        return wanted
                ? answer.onErrorResume(
                        ShardException.class,
                        failure -> Mono.just(Response.of(ErrorAnswer.withCurrent(failure, request.output()))))
                : answer;
    }
}
