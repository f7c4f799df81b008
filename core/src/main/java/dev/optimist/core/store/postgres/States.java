package dev.optimist.core.store.postgres;

import dev.optimist.core.document.DocumentState;
import dev.optimist.core.store.StoredDocument;
import io.r2dbc.spi.Connection;
import java.util.List;
import java.util.Map;
import reactor.core.publisher.Mono;

/** Reads the states of some documents of a shard by their ids. */
final class States {
    private static final String READ = "SELECT " + DocumentRow.COLUMNS
            + " FROM optimist_documents d WHERE d.shard = $1 AND d.id = ANY(ARRAY("
            + "SELECT substring($2 FROM i.start FOR i.length) FROM unnest($3::int[], $4::int[]) AS i(start, length)))";

    private States() {}

    /** Emits what is there, by id; cold. */
    static Mono<Map<String, DocumentState>> read(Connection connection, long shard, List<String> ids) {
        PackedBytes packed = new PackedBytes();
        PackedBytes.Column column = PackedBytes.ids(ids, packed);
        return Sql.rows(
                        connection,
                        READ,
                        DocumentRow::read,
                        shard,
                        packed.parameter(),
                        column.starts(),
                        column.lengths())
                .collectMap(StoredDocument::id, StoredDocument::state);
    }
}
