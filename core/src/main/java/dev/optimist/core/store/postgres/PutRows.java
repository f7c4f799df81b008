package dev.optimist.core.store.postgres;

import dev.optimist.core.document.Document;
import dev.optimist.core.document.DocumentState;
import dev.optimist.core.document.Tombstone;
import dev.optimist.core.store.ShardCommit.Put;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Some puts of one batch as the parameters of one statement, which writes those whose base is still the current state.
 *
 * <p>Each statement is conditional by itself and follows the one that has changed the shard's row, whose new values it
 * reads. Where that one changed nothing these do not either.
 */
final class PutRows {
    private static final String COLUMNS =
            "(id_start, id_length, seq_no, version, deleted_at, routing_start, routing_length, source_start, source_length";

    private static final String TYPES = "iiilliiiill";

    /** How many parameters the rows of an update are. */
    static final int UPDATE_PARAMETERS = 12;

    private static final int INSERT_PARAMETERS = 10;

    private final boolean onBase;
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

    /**
     * Returns the statement for puts that build on something. Its first parameters are the shard, the primary term and how
     * many operations the batch has; those of the rows follow from {@code $first} on.
     *
     * <p>{@code OFFSET 0} keeps the planner from taking the rows apart: their shard and id must come together, so that each
     * document is looked up by both. Else, as long as the table seems to be small, all of a shard is read for each batch.
     *
     * @param shards where the shard's row is to be found as the batch has left it
     */
    static String update(String shards, int first) {
        return "UPDATE optimist_documents d SET seq_no = i.seq_no, primary_term = i.primary_term, version = i.version,"
                + " deleted_at = i.deleted_at, routing = i.routing, source = i.source"
                + " FROM (SELECT " + values(first) + ", r.base_seq_no, r.base_term"
                + " FROM unnest(" + columns(first + 1, UPDATE_PARAMETERS - 1) + ") AS r" + COLUMNS
                + ", base_seq_no, base_term), " + current(shards) + " OFFSET 0) i"
                + " WHERE d.shard = i.shard AND d.id = i.id"
                + " AND d.seq_no = i.base_seq_no AND d.primary_term = i.base_term";
    }

    /** Returns the statement for puts that build on nothing; as {@link #update}. */
    static String insert(String shards, int first) {
        return "INSERT INTO optimist_documents"
                + " (shard, id, seq_no, primary_term, version, deleted_at, routing, source)"
                + " SELECT " + values(first) + " FROM unnest(" + columns(first + 1, INSERT_PARAMETERS - 1)
                + ") AS r" + COLUMNS + "), " + current(shards) + " ON CONFLICT (shard, id) DO NOTHING";
    }

    private static String values(int first) {
        return "s.shard, " + part(first, "id") + ", s.next_seq_no - $3 + r.seq_no AS seq_no, s.primary_term,"
                + " r.version, r.deleted_at, " + part(first, "routing") + ", " + part(first, "source");
    }

    private static String part(int packed, String column) {
        return "substring($" + packed + " FROM r." + column + "_start FOR r." + column + "_length) AS " + column;
    }

    private static String current(String shards) {
        return shards + " s WHERE s.shard = $1 AND s.primary_term = $2";
    }

    private static String columns(int first, int number) {
        return IntStream.range(0, number)
                .mapToObj(column -> "$" + (first + column) + (TYPES.charAt(column) == 'i' ? "::int[]" : "::bigint[]"))
                .collect(Collectors.joining(", "));
    }

    /** Returns the rows as parameters of either statement. */
    List<Object> parameters() {
        List<Object> all = List.of(
                packed.parameter(),
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
                baseTerms);
        return onBase ? all : all.subList(0, INSERT_PARAMETERS);
    }

    boolean onBase() {
        return onBase;
    }
}
