package dev.optimist.core.document;

/**
 * What a delete leaves behind, so that {@code _version} goes on when the document comes back within {@code
 * index.gc_deletes}.
 *
 * @param deletedAtMillis wall-clock time of the delete, milliseconds since the epoch
 */
public record Tombstone(long version, long seqNo, long primaryTerm, long deletedAtMillis) implements DocumentState {

    /** Makes the tombstone of a delete that is not committed yet. */
    public static Tombstone draft(long version, long deletedAtMillis) {
        return new Tombstone(version, Revision.UNASSIGNED_SEQ_NO, Revision.UNASSIGNED_PRIMARY_TERM, deletedAtMillis);
    }

    @Override
    public Tombstone at(long seqNo, long primaryTerm) {
        return new Tombstone(version, seqNo, primaryTerm, deletedAtMillis);
    }
}
