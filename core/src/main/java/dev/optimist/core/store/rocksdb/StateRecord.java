package dev.optimist.core.store.rocksdb;

import dev.optimist.core.document.Document;
import dev.optimist.core.document.DocumentState;
import dev.optimist.core.document.Source;
import dev.optimist.core.document.Tombstone;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The stored form of a document or tombstone: format byte, flags, seq_no, primary term, version, then the time of the
 * delete or, of a document, its routing (if flagged: length and UTF-8) and the source to the end.
 */
final class StateRecord {
    private static final int FORMAT = 1;
    private static final int TOMBSTONE = 1;
    private static final int ROUTING = 2;
    /** More than everything before routing and source. */
    static final int HEAD_LENGTH_MAX = 2 + 4 * 10;

    private StateRecord() {}

    /** Writes {@code state} as it is committed under a revision. */
    static byte[] write(DocumentState state, long seqNo, long primaryTerm) {
        if (state instanceof Document document) {
            return write(document, seqNo, primaryTerm);
        }
        if (state instanceof Tombstone tombstone) {
            return head(
                            TOMBSTONE,
                            tombstone,
                            seqNo,
                            primaryTerm,
                            RecordWriter.varintLength(tombstone.deletedAtMillis()))
                    .writeVarint(tombstone.deletedAtMillis())
                    .toBytes();
        }
        throw new IllegalArgumentException("nothing to store: the document is absent");
    }

    static DocumentState read(byte[] bytes) {
        RecordReader in = new RecordReader(bytes);
        in.requireFormat(FORMAT);
        int flags = in.readByte();
        long seqNo = in.readCount();
        long primaryTerm = in.readCount();
        long version = in.readVarint();
        return switch (flags) {
            case TOMBSTONE -> readTombstone(in, version, seqNo, primaryTerm);
            case ROUTING -> readDocument(in, version, seqNo, primaryTerm, in.readText());
            case 0 -> readDocument(in, version, seqNo, primaryTerm, null);
            default -> throw in.damaged("its flags are [" + flags + "]");
        };
    }

    /** Reads the sequence number alone, for which the beginning of a record is enough. */
    static long readSeqNo(byte[] bytes) {
        RecordReader in = new RecordReader(bytes);
        in.requireFormat(FORMAT);
        in.readByte();
        return in.readCount();
    }

    private static byte[] write(Document document, long seqNo, long primaryTerm) {
        byte[] source = document.source().bytes();
        String routing = document.routing();
        if (routing == null) {
            return head(0, document, seqNo, primaryTerm, source.length)
                    .writeBytes(source)
                    .toBytes();
        }
        byte[] text = routing.getBytes(StandardCharsets.UTF_8);
        int bodyLength = RecordWriter.varintLength(text.length) + text.length + source.length;
        return head(ROUTING, document, seqNo, primaryTerm, bodyLength)
                .writeVarint(text.length)
                .writeBytes(text)
                .writeBytes(source)
                .toBytes();
    }

    private static RecordWriter head(int flags, DocumentState state, long seqNo, long primaryTerm, int bodyLength) {
        int headLength = 2
                + RecordWriter.varintLength(seqNo)
                + RecordWriter.varintLength(primaryTerm)
                + RecordWriter.varintLength(state.version());
        return new RecordWriter(headLength + bodyLength)
                .writeByte(FORMAT)
                .writeByte(flags)
                .writeVarint(seqNo)
                .writeVarint(primaryTerm)
                .writeVarint(state.version());
    }

    private static Tombstone readTombstone(RecordReader in, long version, long seqNo, long primaryTerm) {
        Tombstone tombstone = new Tombstone(version, seqNo, primaryTerm, in.readVarint());
        in.requireEnd();
        return tombstone;
    }

    private static Document readDocument(
            RecordReader in, long version, long seqNo, long primaryTerm, @Nullable String routing) {
        return new Document(version, seqNo, primaryTerm, routing, new Source(in.readRest()));
    }
}
