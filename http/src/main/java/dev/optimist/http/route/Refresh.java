package dev.optimist.http.route;

import dev.optimist.core.error.RequestException;

/** The {@code refresh} parameter of a write. */
public enum Refresh {
    NONE,
    IMMEDIATE,
    WAIT_FOR;

    static Refresh parse(String text) {
        return switch (text) {
            case "false" -> NONE;
            case "true", "" -> IMMEDIATE;
            case "wait_for" -> WAIT_FOR;
            default -> throw RequestException.illegalArgument("Unknown value for refresh: [" + text + "].");
        };
    }
}
