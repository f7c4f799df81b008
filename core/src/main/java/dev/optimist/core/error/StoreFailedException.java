package dev.optimist.core.error;

import dev.optimist.core.document.ShardId;
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

    private StoreFailedException(ErrorKind kind, String reason, @Nullable Throwable cause) {
        super(kind, reason, cause);
    }

    /** Makes the failure of a medium that cannot be reached now, and by which surely nothing was changed. */
    public static StoreFailedException unavailable(String reason, @Nullable Throwable cause) {
        return new StoreFailedException(ErrorKind.UNAVAILABLE_SHARDS, reason, cause);
    }

    /** Makes the failure of a commit under a primary term that is not the current one; nothing of it was written. */
    public static StoreFailedException staleTerm(ShardId shard, long given, long current) {
        return new StoreFailedException(
                "shard [%s][%d]: primary term [%d] cannot commit, the current one is [%d]"
                        .formatted(shard.indexUuid(), shard.number(), given, current),
                null);
    }
}
