package dev.optimist.core.document;

/**
 * The pair that names one committed state of a document: {@code (_seq_no, _primary_term)}. No pair ever names two
 * contents.
 *
 * @param seqNo position in the shard's sequence of operations, from 0 without gaps; {@link #UNASSIGNED_SEQ_NO} before
 *     the commit
 * @param primaryTerm the term under which the operation was committed, from 1; 0 before the commit
 */
public record Revision(long seqNo, long primaryTerm) {
    /** Stands for "no sequence number yet", on the wire "none given" (Elasticsearch's {@code UNASSIGNED_SEQ_NO}). */
    public static final long UNASSIGNED_SEQ_NO = -2;

    /** Stands for "no primary term given" (Elasticsearch's {@code UNASSIGNED_PRIMARY_TERM}). */
    public static final long UNASSIGNED_PRIMARY_TERM = 0;

    /** The revision of a state that no operation has produced. */
    public static final Revision UNASSIGNED = new Revision(UNASSIGNED_SEQ_NO, UNASSIGNED_PRIMARY_TERM);
}
