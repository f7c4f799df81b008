package dev.optimist.http.server;

import dev.optimist.http.security.Identity;
import org.jspecify.annotations.Nullable;

/**
 * What is known of whoever makes a request.
 *
 * @param identity null where nobody is asked
 * @param trace null where nobody watches the request
 */
record Caller(@Nullable Identity identity, @Nullable TracedRequest trace) {
    static final Caller UNKNOWN = new Caller(null, null);
}
