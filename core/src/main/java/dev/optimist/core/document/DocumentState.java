package dev.optimist.core.document;

/** What one {@code _id} of a shard is at a moment: a document, the tombstone of a deleted one, or nothing yet. */
public sealed interface DocumentState permits Absent, Document, Tombstone {
    /** Returns {@code _version}; 0 where there never was a document. */
    long version();

    /** Returns the sequence number; {@link Revision#UNASSIGNED_SEQ_NO} for what is absent or not yet committed. */
    long seqNo();

    /** Returns the primary term under which the state was committed; 0 for what is absent or not yet committed. */
    long primaryTerm();

    /** Returns the same content under the revision that the commit gave it. */
    DocumentState at(long seqNo, long primaryTerm);

    /** Returns whether a reader finds a document here. */
    default boolean live() {
        return this instanceof Document;
    }

    default Revision revision() {
        return new Revision(seqNo(), primaryTerm());
    }
}
