package dev.optimist.http.route;

import dev.optimist.core.error.RequestException;

/** The {@code version_type} parameter: what {@code version} means. */
public enum VersionType {
    INTERNAL,
    EXTERNAL,
    EXTERNAL_GTE;

    /** Reads a parameter's value; throws an illegal_argument_exception for none of them. */
    public static VersionType parse(String text) {
        return switch (text) {
            case "internal" -> INTERNAL;
            case "external", "external_gt" -> EXTERNAL;
            case "external_gte" -> EXTERNAL_GTE;
            default -> throw RequestException.illegalArgument("No version type match [" + text + "]");
        };
    }
}
