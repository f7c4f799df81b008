package dev.optimist.core.error;

import org.jspecify.annotations.Nullable;

/**
 * A failure that the caller may see, with the fields of Elasticsearch's error body.
 *
 * <p>Stackless: these are answers, not accidents.
 */
public abstract sealed class DocumentException extends RuntimeException
        permits IndexException, RequestException, ShardException, StoreFailedException {
    private static final long serialVersionUID = 1L;

    private final ErrorKind kind;

    DocumentException(ErrorKind kind, String reason, @Nullable Throwable cause) {
        super(reason, cause, /* enableSuppression= */ false, /* writableStackTrace= */ false);
        this.kind = kind;
    }

    public ErrorKind kind() {
        return kind;
    }

    /** Returns the {@code reason} of the error body. */
    public String reason() {
        String reason = getMessage();
        return reason == null ? "" : reason;
    }
}
