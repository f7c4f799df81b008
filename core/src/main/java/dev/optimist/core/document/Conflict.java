package dev.optimist.core.document;

import dev.optimist.core.document.WriteCondition.External;
import dev.optimist.core.document.WriteCondition.ExternalGte;
import dev.optimist.core.document.WriteCondition.IfSeqNo;
import dev.optimist.core.document.WriteCondition.InternalVersion;
import dev.optimist.core.document.WriteCondition.MustNotExist;

/**
 * A version conflict as a value: which condition did not hold, on top of which state.
 *
 * @param current the state that the condition was checked against; once it is answered to a caller it is durable
 */
public record Conflict(Cause cause, WriteCondition condition, DocumentState current) {
    /** Why a conflict arose, as the meters count it. */
    public enum Cause {
        /** Another operation has committed since {@code if_seq_no} was read, or there is no document any more. */
        SEQ_NO,
        /** The seq_no is right, the primary term is not. */
        PRIMARY_TERM,
        /** A create found a document. */
        EXISTS,
        /** An external version was not newer than the current one. */
        EXTERNAL_VERSION,
        /** An update lost its race once more, and had no retry left. */
        RETRIES_EXHAUSTED,
        /** A condition on {@code _version} did not hold. */
        INTERNAL_VERSION,
        /** {@code If-Match} or {@code If-None-Match} did not hold. */
        PRECONDITION
    }

    /** Returns Elasticsearch's sentence for this conflict, without the {@code [id]: } in front of it. */
    public String reason() {
        return condition instanceof Preconditions failed ? failed.failure(current) : "version conflict, " + detail();
    }

    // Joined, not formatted: conflicts are answered as often as anything, and a 409 took a sixth more with formats.
    private String detail() {
        if (condition instanceof IfSeqNo wanted) {
            return "required seqNo [" + wanted.seqNo() + "], primary term [" + wanted.primaryTerm() + "]. " + found();
        }
        if (condition instanceof MustNotExist) {
            return "document already exists (current version [" + current.version() + "])";
        }
        if (condition instanceof External wanted) {
            return "current version [" + current.version() + "] is higher or equal to the one provided ["
                    + wanted.version() + "]";
        }
        if (condition instanceof ExternalGte wanted) {
            return "current version [" + current.version() + "] is higher than the one provided [" + wanted.version()
                    + "]";
        }
        if (condition instanceof InternalVersion wanted) {
            return different(wanted.version());
        }
        throw new IllegalStateException("a plain write cannot conflict");
    }

    private String found() {
        return current.live()
                ? "current document has seqNo [" + current.seqNo() + "] and primary term [" + current.primaryTerm()
                        + "]"
                : "but no document was found";
    }

    private String different(long wanted) {
        return "current version [" + (current.live() ? current.version() : -1)
                + "] is different than the one provided [" + wanted + "]";
    }
}
