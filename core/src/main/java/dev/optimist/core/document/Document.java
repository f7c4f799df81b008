package dev.optimist.core.document;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A live document.
 *
 * <p>No record, as every document in use is in memory as one of these: the source is held without its wrapper, and what
 * few have, a routing, takes no room in the others.
 */
public final class Document implements DocumentState {
    private final long version;
    private final long seqNo;
    private final long primaryTerm;

    /** The bytes of the source, or both it and a routing as {@link Routed}. */
    private final Object content;

    @SuppressWarnings("ArrayRecordComponent") // compared as a Source
    private record Routed(String routing, byte[] source) {}

    /**
     * Makes a document.
     *
     * @param routing the custom routing value it was written with, if any
     */
    public Document(long version, long seqNo, long primaryTerm, @Nullable String routing, Source source) {
        this(version, seqNo, primaryTerm, routing == null ? source.bytes() : new Routed(routing, source.bytes()));
    }

    private Document(long version, long seqNo, long primaryTerm, Object content) {
        this.version = version;
        this.seqNo = seqNo;
        this.primaryTerm = primaryTerm;
        this.content = content;
    }

    /** Makes the content of a write that is not committed yet. */
    public static Document draft(long version, @Nullable String routing, Source source) {
        return new Document(version, Revision.UNASSIGNED_SEQ_NO, Revision.UNASSIGNED_PRIMARY_TERM, routing, source);
    }

    @Override
    public Document at(long seqNo, long primaryTerm) {
        return new Document(version, seqNo, primaryTerm, content);
    }

    @Override
    public long version() {
        return version;
    }

    @Override
    public long seqNo() {
        return seqNo;
    }

    @Override
    public long primaryTerm() {
        return primaryTerm;
    }

    /** Returns the custom routing value it was written with, if any. */
    public @Nullable String routing() {
        return content instanceof Routed routed ? routed.routing : null;
    }

    public Source source() {
        return new Source(content instanceof Routed routed ? routed.source : (byte[]) content);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Document document
                && version == document.version
                && seqNo == document.seqNo
                && primaryTerm == document.primaryTerm
                && Objects.equals(routing(), document.routing())
                && source().equals(document.source());
    }

    @Override
    public int hashCode() {
        return Objects.hash(version, seqNo, primaryTerm, routing(), source());
    }

    @Override
    public String toString() {
        return "Document[version=" + version + ", seqNo=" + seqNo + ", primaryTerm=" + primaryTerm + ", routing="
                + routing() + ", source=" + source() + "]";
    }
}
