package dev.optimist.http.server;

import org.jspecify.annotations.Nullable;

/** A body that cannot be read to its end: there is nothing that an endpoint could answer. */
class UnreadableBodyException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnreadableBodyException(String message, @Nullable Throwable cause) {
        super(message, cause, /* enableSuppression= */ false, /* writableStackTrace= */ false);
    }
}
