package dev.optimist.core.store.postgres;

import dev.optimist.core.document.Document;
import dev.optimist.core.document.DocumentState;
import dev.optimist.core.document.Source;
import dev.optimist.core.document.Tombstone;
import dev.optimist.core.store.StoredDocument;
import io.r2dbc.spi.Row;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads a row of the documents' table. */
final class DocumentRow {
    static final String COLUMNS = "d.id, d.seq_no, d.primary_term, d.version, d.deleted_at, d.routing, d.source";

    private DocumentRow() {}

    static StoredDocument read(Row row) {
        return new StoredDocument(requireText(Sql.bytes(row, 0)), state(row));
    }

    private static DocumentState state(Row row) {
        long seqNo = Sql.number(row, 1);
        long primaryTerm = Sql.number(row, 2);
        long version = Sql.number(row, 3);
        Long deletedAt = Sql.numberOrNull(row, 4);
        if (deletedAt != null) {
            return new Tombstone(version, seqNo, primaryTerm, deletedAt);
        }
        byte[] source = Objects.requireNonNull(Sql.bytes(row, 6), "a document has a source");
        return new Document(version, seqNo, primaryTerm, text(Sql.bytes(row, 5)), new Source(source));
    }

    private static String requireText(byte @Nullable [] bytes) {
        return Objects.requireNonNull(text(bytes), "a document has an id");
    }

    private static @Nullable String text(byte @Nullable [] bytes) {
        return bytes == null ? null : new String(bytes, StandardCharsets.UTF_8);
    }
}
