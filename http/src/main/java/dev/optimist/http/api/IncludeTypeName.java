package dev.optimist.http.api;

import dev.optimist.core.error.RequestException;

/** The parameter {@code include_type_name}, which versions with mapping types have. */
final class IncludeTypeName {
    static final String NAME = "include_type_name";

    private IncludeTypeName() {}

    static boolean read(Request request, boolean absent) {
        boolean given = request.parameters().has(NAME);
        boolean typed = request.parameters().bool(NAME, absent);
        if (given && !request.version().hasTypes()) {
            throw RequestException.illegalArgument(
                    "request [" + request.path() + "] contains unrecognized parameter: [" + NAME + "]");
        }
        return typed;
    }
}
