package dev.optimist.core.error;

import dev.optimist.core.document.ShardId;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The store failed: a write error, a full disk, a failed fsync. Nothing more is acknowledged until it is opened again. */
public final class StoreFailedException extends DocumentException {
    private static final long serialVersionUID = 1L;

    private final @Nullable WriteOutcome outcome;

    public StoreFailedException(String reason, @Nullable Throwable cause) {
        this(ErrorKind.STORE_FAILED, reason, cause, null);
    }

    private StoreFailedException(
            ErrorKind kind, String reason, @Nullable Throwable cause, @Nullable WriteOutcome outcome) {
        super(kind, reason, cause);
        this.outcome = outcome;
    }

    /** Makes the failure of a medium that cannot be reached now, and by which surely nothing was changed. */
    public static StoreFailedException unavailable(String reason, @Nullable Throwable cause) {
        return new StoreFailedException(ErrorKind.UNAVAILABLE_SHARDS, reason, cause, WriteOutcome.NOT_WRITTEN);
    }

    /** Makes the failure of a commit under a primary term that is not the current one; nothing of it was written. */
    public static StoreFailedException staleTerm(ShardId shard, long given, long current) {
        return new StoreFailedException(
                ErrorKind.STORE_FAILED,
                String.format(
                        Locale.ROOT,
                        "shard [%s][%d]: primary term [%d] cannot commit, the current one is [%d]",
                        shard.indexUuid(),
                        shard.number(),
                        given,
                        current),
                null,
                WriteOutcome.NOT_WRITTEN);
    }

    /** Makes what refuses a write before it is tried, because an earlier one failed. */
    public static StoreFailedException refusing(StoreFailedException earlier) {
        return earlier.outcome == WriteOutcome.NOT_WRITTEN
                ? earlier
                : new StoreFailedException(
                        ErrorKind.STORE_FAILED,
                        "the store takes no writes since one failed: " + earlier.reason(),
                        earlier.getCause(),
                        WriteOutcome.NOT_WRITTEN);
    }

    /** Returns the same failure, saying what became of a write. */
    public StoreFailedException withOutcome(WriteOutcome became) {
        return new StoreFailedException(kind(), reason(), getCause(), became);
    }

    /** Returns what became of the write that failed; empty where it was none. */
    public Optional<WriteOutcome> outcome() {
        return Optional.ofNullable(outcome);
    }
}
