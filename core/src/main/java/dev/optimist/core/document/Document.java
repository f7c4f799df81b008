package dev.optimist.core.document;

import org.jspecify.annotations.Nullable;

/**
 * A live document.
 *
 * @param routing the custom routing value it was written with, if any
 */
public record Document(
        long version,
        long seqNo,
        long primaryTerm,
        @Nullable String routing,
        Source source) implements DocumentState {

    /** Makes the content of a write that is not committed yet. */
    public static Document draft(long version, @Nullable String routing, Source source) {
        return new Document(version, Revision.UNASSIGNED_SEQ_NO, Revision.UNASSIGNED_PRIMARY_TERM, routing, source);
    }

    @Override
    public Document at(long seqNo, long primaryTerm) {
        return new Document(version, seqNo, primaryTerm, routing, source);
    }
}
