package dev.optimist.http.route;

import org.jspecify.annotations.Nullable;

/** The methods that endpoints are registered under, in the order in which answers list them. */
public enum HttpMethod {
    GET,
    POST,
    PUT,
    DELETE,
    HEAD;

    /** Returns whether a request with this method changes nothing. */
    public boolean isSafe() {
        return this == GET || this == HEAD;
    }

    /** Returns the method of this exact name, or null for any other. */
    public static @Nullable HttpMethod named(String name) {
        return switch (name) {
            case "GET" -> GET;
            case "POST" -> POST;
            case "PUT" -> PUT;
            case "DELETE" -> DELETE;
            case "HEAD" -> HEAD;
            default -> null;
        };
    }
}
