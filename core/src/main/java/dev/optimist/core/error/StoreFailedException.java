package dev.optimist.core.error;

import org.jspecify.annotations.Nullable;

/**
 * The store failed: a write error, a full disk, a failed fsync. Whether operations under way were written is unknown;
 * nothing more is acknowledged.
 */
public final class StoreFailedException extends DocumentException {
    private static final long serialVersionUID = 1L;

    public StoreFailedException(String reason, @Nullable Throwable cause) {
        super(ErrorKind.STORE_FAILED, reason, cause);
    }
}
