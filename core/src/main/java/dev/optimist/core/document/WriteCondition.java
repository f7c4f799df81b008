package dev.optimist.core.document;

import dev.optimist.core.document.Conflict.Cause;
import java.util.Optional;

/**
 * What must hold of the current state for a write to happen, and which {@code _version} the write then gets.
 *
 * <p>A tombstone counts as "no document" for {@link IfSeqNo} and {@link MustNotExist}; its version still counts for
 * the external versions.
 */
public sealed interface WriteCondition
        permits Preconditions,
                WriteCondition.None,
                WriteCondition.MustNotExist,
                WriteCondition.IfSeqNo,
                WriteCondition.External,
                WriteCondition.ExternalGte,
                WriteCondition.InternalVersion {
    /** Returns why the write may not happen on top of {@code current}, or empty when it may. */
    Optional<Conflict> check(DocumentState current);

    /**
     * Returns why an update may not happen on top of {@code current}; where there is no document, an update has its own
     * answer to that.
     */
    default Optional<Conflict> checkUpdate(DocumentState current) {
        return current.live() ? check(current) : Optional.empty();
    }

    /** Returns whether a delete makes its index where it is missing. */
    default boolean makesIndex() {
        return false;
    }

    /** Returns whether a write under this condition is a create. */
    default boolean creates() {
        return false;
    }

    /** Returns the {@code _version} of a write on top of {@code current}. */
    default long nextVersion(DocumentState current) {
        return current.version() + 1;
    }

    /** Returns the condition of a plain write. */
    static WriteCondition none() {
        return None.NONE;
    }

    /** Returns the condition of a create. */
    static WriteCondition mustNotExist() {
        return MustNotExist.MUST_NOT_EXIST;
    }

    /** Always holds. */
    enum None implements WriteCondition {
        NONE;

        @Override
        public Optional<Conflict> check(DocumentState current) {
            return Optional.empty();
        }
    }

    /** Holds where there is no live document ({@code op_type=create}). */
    enum MustNotExist implements WriteCondition {
        MUST_NOT_EXIST;

        @Override
        public Optional<Conflict> check(DocumentState current) {
            return current.live() ? Optional.of(new Conflict(Cause.EXISTS, this, current)) : Optional.empty();
        }

        @Override
        public boolean creates() {
            return true;
        }
    }

    /** Holds where the live document was committed as exactly this revision. */
    record IfSeqNo(long seqNo, long primaryTerm) implements WriteCondition {
        @Override
        public Optional<Conflict> check(DocumentState current) {
            if (current.live() && current.seqNo() == seqNo && current.primaryTerm() == primaryTerm) {
                return Optional.empty();
            }
            boolean onlyTermDiffers = current.live() && current.seqNo() == seqNo;
            return Optional.of(new Conflict(onlyTermDiffers ? Cause.PRIMARY_TERM : Cause.SEQ_NO, this, current));
        }
    }

    /** Holds where the given version is higher than the current one, and becomes the new one. */
    record External(long version) implements WriteCondition {
        @Override
        public Optional<Conflict> check(DocumentState current) {
            return current instanceof Absent || version > current.version()
                    ? Optional.empty()
                    : Optional.of(new Conflict(Cause.EXTERNAL_VERSION, this, current));
        }

        @Override
        public long nextVersion(DocumentState current) {
            return version;
        }

        @Override
        public boolean makesIndex() {
            return true;
        }
    }

    /** Holds where the given version is at least the current one, and becomes the new one. */
    record ExternalGte(long version) implements WriteCondition {
        @Override
        public Optional<Conflict> check(DocumentState current) {
            return current instanceof Absent || version >= current.version()
                    ? Optional.empty()
                    : Optional.of(new Conflict(Cause.EXTERNAL_VERSION, this, current));
        }

        @Override
        public long nextVersion(DocumentState current) {
            return version;
        }

        @Override
        public boolean makesIndex() {
            return true;
        }
    }

    /** Holds where {@code _version} is exactly this one: the condition of Elasticsearch up to 6. */
    record InternalVersion(long version) implements WriteCondition {
        @Override
        public Optional<Conflict> check(DocumentState current) {
            return current.live() && current.version() == version
                    ? Optional.empty()
                    : Optional.of(new Conflict(Cause.INTERNAL_VERSION, this, current));
        }
    }
}
