package dev.optimist.http.route;

import java.util.List;

/** What a {@link RouteTable} finds for a method and a path. */
public sealed interface Match<T> {
    /** A route takes the request. */
    record Found<T>(T target, PathParameters pathParameters) implements Match<T> {}

    /** The path is known, for other methods than this one. */
    record WrongMethod<T>(List<HttpMethod> allowed) implements Match<T> {}

    /** The method is none that exists; the path is known for these. */
    record UnexpectedMethod<T>(List<HttpMethod> allowed) implements Match<T> {}

    /** An OPTIONS request for a path; empty where the path is not known. */
    record Options<T>(List<HttpMethod> allowed) implements Match<T> {}

    /** No route has this path. */
    record NoHandler<T>() implements Match<T> {}
}
