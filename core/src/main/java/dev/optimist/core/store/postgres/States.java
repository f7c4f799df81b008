package dev.optimist.core.store.postgres;

import dev.optimist.core.document.DocumentState;
import dev.optimist.core.store.StoredDocument;
import io.r2dbc.spi.Connection;
import java.util.List;
import java.util.Map;
import reactor.core.publisher.Mono;

/** Reads the states of some documents of a shard by their ids, each looked up by both; see {@link PutRows}. */
final class States {
    private static final String READ = "SELECT " + DocumentRow.COLUMNS
            + " FROM (SELECT $1::bigint AS shard, substring($2 FROM r.start FOR r.length) AS id"
            + " FROM unnest($3::int[], $4::int[]) AS r(start, length) OFFSET 0) i"
            + " JOIN optimist_documents d ON d.shard = i.shard AND d.id = i.id";

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
