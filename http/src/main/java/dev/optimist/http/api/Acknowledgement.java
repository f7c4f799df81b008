package dev.optimist.http.api;

import dev.optimist.http.json.AnswerWriter;
import java.util.Map;
import java.util.Set;

/** The answer of a change that is done, and the parameters that every change of an index has. */
final class Acknowledgement {
    static final Set<String> PARAMETERS = Set.of("timeout", "master_timeout");

    private Acknowledgement() {}

    static Response of(Request request) {
        return Response.of(200, AnswerWriter.write(request.output(), Map.of("acknowledged", true)), request.output());
    }
}
