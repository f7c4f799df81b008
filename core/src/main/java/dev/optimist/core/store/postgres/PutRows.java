package dev.optimist.core.store.postgres;

import dev.optimist.core.document.Document;
import dev.optimist.core.document.DocumentState;
import dev.optimist.core.document.Tombstone;
import dev.optimist.core.store.ShardCommit.Put;
import io.r2dbc.spi.Connection;
import java.util.Arrays;
import reactor.core.publisher.Mono;

/**
 * Some puts of one batch as the parameters of one statement, which writes those whose base is still the current state.
 *
 * <p>Each statement is conditional by itself and follows the one that has changed the shard's row, whose new values it
 * reads. Where that one changed nothing these do not either.
 */
final class PutRows {
    private static final String COLUMNS =
            "(id_start, id_length, seq_no, version, deleted_at, routing_start, routing_length, source_start, source_length";

    private static final String VALUES = "s.next_seq_no - $4 + i.seq_no";

    private static final String UPDATE = "UPDATE optimist_documents d SET seq_no = " + VALUES
            + ", primary_term = $3, version = i.version, deleted_at = i.deleted_at,"
            + " routing = substring($1 FROM i.routing_start FOR i.routing_length),"
            + " source = substring($1 FROM i.source_start FOR i.source_length)"
            + " FROM unnest($5::int[], $6::int[], $7::int[], $8::bigint[], $9::bigint[], $10::int[], $11::int[],"
            + " $12::int[], $13::int[], $14::bigint[], $15::bigint[]) AS i" + COLUMNS + ", base_seq_no, base_term),"
            + " optimist_shards s"
            + " WHERE s.shard = $2 AND s.primary_term = $3 AND d.shard = $2"
            + " AND d.id = substring($1 FROM i.id_start FOR i.id_length)"
            + " AND d.seq_no = i.base_seq_no AND d.primary_term = i.base_term";

    private static final String INSERT = "INSERT INTO optimist_documents"
            + " (shard, id, seq_no, primary_term, version, deleted_at, routing, source)"
            + " SELECT $2, substring($1 FROM i.id_start FOR i.id_length), " + VALUES + ", $3, i.version, i.deleted_at,"
            + " substring($1 FROM i.routing_start FOR i.routing_length),"
            + " substring($1 FROM i.source_start FOR i.source_length)"
            + " FROM unnest($5::int[], $6::int[], $7::int[], $8::bigint[], $9::bigint[], $10::int[], $11::int[],"
            + " $12::int[], $13::int[]) AS i" + COLUMNS + "), optimist_shards s"
            + " WHERE s.shard = $2 AND s.primary_term = $3"
            + " ON CONFLICT (shard, id) DO NOTHING";

    private final boolean onBase;
    private final int size;
    private final PackedBytes packed = new PackedBytes();
    private final PackedBytes.Column ids;
    private final PackedBytes.Column routings;
    private final PackedBytes.Column sources;
    private final Integer[] offsets;
    private final Long[] versions;
    private final Long[] deletedAts;
    private final Long[] baseSeqNos;
    private final Long[] baseTerms;

    /**
     * Makes rows to be filled.
     *
     * @param onBase whether the puts build on something, so that they update; the others insert
     */
    PutRows(boolean onBase, int size) {
        this.onBase = onBase;
        this.size = size;
        this.ids = new PackedBytes.Column(size);
        this.routings = new PackedBytes.Column(size);
        this.sources = new PackedBytes.Column(size);
        this.offsets = new Integer[size];
        this.versions = new Long[size];
        this.deletedAts = new Long[size];
        this.baseSeqNos = new Long[size];
        this.baseTerms = new Long[size];
    }

    /** Fills a row; {@code offset} is the put's number counted from the batch's first. */
    void set(int position, Put put, int offset) {
        packed.put(ids, position, put.id());
        offsets[position] = offset;
        versions[position] = put.next().version();
        baseSeqNos[position] = put.base().seqNo();
        baseTerms[position] = put.base().primaryTerm();
        content(position, put.next());
    }

    private void content(int position, DocumentState next) {
        if (next instanceof Tombstone tombstone) {
            deletedAts[position] = tombstone.deletedAtMillis();
        } else if (next instanceof Document document) {
            packed.put(routings, position, document.routing());
            packed.put(sources, position, document.source().bytes());
        }
    }

    /** Writes, and emits how many were written; cold. */
    Mono<Long> write(Connection connection, long shard, long primaryTerm, int operations) {
        Object[] all = {
            packed.parameter(),
            shard,
            primaryTerm,
            (long) operations,
            ids.starts(),
            ids.lengths(),
            offsets,
            versions,
            deletedAts,
            routings.starts(),
            routings.lengths(),
            sources.starts(),
            sources.lengths(),
            baseSeqNos,
            baseTerms
        };
        return onBase ? Sql.count(connection, UPDATE, all) : Sql.count(connection, INSERT, Arrays.copyOf(all, 13));
    }

    int size() {
        return size;
    }
}
