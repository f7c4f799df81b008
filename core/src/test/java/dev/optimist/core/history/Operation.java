package dev.optimist.core.history;

import dev.optimist.core.document.Revision;
import dev.optimist.core.history.Answer.Conflicted;
import dev.optimist.core.history.Answer.Found;
import dev.optimist.core.history.Answer.Missing;
import dev.optimist.core.history.Answer.Unchanged;
import dev.optimist.core.history.Answer.Unknown;
import dev.optimist.core.history.Answer.Written;
import dev.optimist.core.observe.OperationKind;
import org.jspecify.annotations.Nullable;

/**
 * One operation of one client, from just before it was sent until just after its answer was read. All times of a
 * history come from one clock.
 */
public record Operation(Invocation invocation, long startNanos, long endNanos, Answer answer) {
    public Operation {
        if (endNanos < startNanos) {
            throw new IllegalArgumentException("an operation ends before it starts: " + invocation);
        }
    }

    public String nonce() {
        return invocation.nonce();
    }

    public OperationKind kind() {
        return invocation.kind();
    }

    public DocumentKey document() {
        return invocation.document();
    }

    public @Nullable Revision base() {
        return invocation.base();
    }

    /** Returns this operation as if its answer had not come. */
    Operation unanswered(String why) {
        return new Operation(invocation, startNanos, endNanos, new Unknown(why));
    }

    /** Returns whether this would change the document if it happened. */
    boolean isWrite() {
        return kind() != OperationKind.GET;
    }

    /** Returns whether this is a write that may or may not have happened. */
    boolean isUnknownWrite() {
        return isWrite() && answer instanceof Unknown;
    }

    /** Returns what the acknowledgement says, or null where this is not an acknowledged write. */
    @Nullable
    Written written() {
        return answer instanceof Written written ? written : null;
    }

    /** Returns what the answer tells about the document, or null where it tells nothing. */
    @Nullable
    Sighting sighting() {
        if (answer instanceof Written written) {
            return new Sighting(written.version(), written.revision(), nonce(), kind() != OperationKind.DELETE);
        }
        if (answer instanceof Found found) {
            return new Sighting(found.version(), found.revision(), found.nonce(), /* live= */ true);
        }
        if (answer instanceof Unchanged unchanged) {
            return new Sighting(unchanged.version(), unchanged.revision(), null, /* live= */ true);
        }
        if (answer instanceof Missing) {
            return Sighting.ABSENT;
        }
        return answer instanceof Conflicted conflicted ? conflicted.current() : null;
    }
}
