package dev.optimist.core.document;

/** The state of an {@code _id} that no operation has touched, or whose tombstone has expired. */
public enum Absent implements DocumentState {
    ABSENT;

    @Override
    public long version() {
        return 0;
    }

    @Override
    public long seqNo() {
        return Revision.UNASSIGNED_SEQ_NO;
    }

    @Override
    public long primaryTerm() {
        return Revision.UNASSIGNED_PRIMARY_TERM;
    }

    @Override
    public DocumentState at(long seqNo, long primaryTerm) {
        throw new IllegalStateException("nothing to commit: the document is absent");
    }
}
