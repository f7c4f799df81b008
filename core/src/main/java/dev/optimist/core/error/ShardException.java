package dev.optimist.core.error;

import dev.optimist.core.document.Conflict;
import dev.optimist.core.document.ShardId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A failure that concerns one document of one shard: a version conflict, or a document that is missing. */
public final class ShardException extends DocumentException {
    private static final long serialVersionUID = 1L;

    private final String index;

    @SuppressWarnings("serial") // never serialized
    private final ShardId shard;

    @SuppressWarnings("serial") // never serialized
    private final @Nullable Conflict conflict;

    private ShardException(ErrorKind kind, String reason, String index, ShardId shard, @Nullable Conflict conflict) {
        super(kind, reason, null);
        this.index = index;
        this.shard = shard;
        this.conflict = conflict;
    }

    public static ShardException versionConflict(String index, ShardId shard, String id, Conflict conflict) {
        String reason = "[" + id + "]: " + conflict.reason();
        ErrorKind kind = conflict.cause() == Conflict.Cause.PRECONDITION
                ? ErrorKind.PRECONDITION_FAILED
                : ErrorKind.VERSION_CONFLICT;
        return new ShardException(kind, reason, index, shard, conflict);
    }

    public static ShardException documentMissing(String index, ShardId shard, String id) {
        return new ShardException(ErrorKind.DOCUMENT_MISSING, "[" + id + "]: document missing", index, shard, null);
    }

    public String index() {
        return index;
    }

    public ShardId shard() {
        return shard;
    }

    /** Returns the conflict, where this is one. */
    public Optional<Conflict> conflict() {
        return Optional.ofNullable(conflict);
    }
}
