package dev.optimist.core.store.postgres;

import dev.optimist.core.store.ShardCommit;
import io.r2dbc.spi.Connection;
import io.r2dbc.spi.R2dbcException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import reactor.core.publisher.Mono;

/**
 * A batch as one statement that is its own transaction, and so one wait for the server: it takes the numbers, leaves the
 * batch's id and writes the documents, and fails where it finds fewer current bases than there are puts.
 *
 * <h2>Ordering</h2>
 *
 * Every write joins the row that the first part returns, so none happens before the shard's row is locked. The statement
 * sees documents as they were when it began, maybe before it got the lock; but a row that has changed since is looked at
 * again, as it is now, before it is written.
 *
 * <h2>Durability</h2>
 *
 * It contains its COMMIT: it is never cancelled, and without an answer nobody knows; see {@link Settlement}. A server
 * that takes it up only after that fails it, for then a later id than its own is there.
 */
final class BatchStatement {
    private static final String DIVISION_BY_ZERO = "22012";

    private static final int OWN_PARAMETERS = 9;
    private static final String TAKE = "WITH taken AS (UPDATE optimist_shards SET next_seq_no = next_seq_no + $3,"
            + " documents = documents + $4, tombstones = tombstones + $5"
            + " WHERE shard = $1 AND primary_term = $2 AND index_uuid = $6 RETURNING " + ShardRow.COLUMNS + "),"
            + " kept_id AS (INSERT INTO optimist_writers (writer, shard, batch, at, next_seq_no)"
            + " SELECT $7, shard, $8, now(), next_seq_no FROM taken ON CONFLICT (writer, shard)"
            + " DO UPDATE SET batch = excluded.batch, at = excluded.at, next_seq_no = excluded.next_seq_no"
            + " WHERE optimist_writers.batch < excluded.batch RETURNING 1)";

    private static final String CHECKED = " SELECT shard, primary_term,"
            + " next_seq_no / (CASE WHEN %s = $9 AND EXISTS (SELECT 1 FROM kept_id) THEN 1 ELSE 0 END), documents, tombstones FROM taken";

    private static final String UPDATED = ", updated AS (%s RETURNING 1)";
    private static final String INSERTED = ", inserted AS (%s RETURNING 1)";
    private static final String UPDATED_COUNT = "(SELECT count(*) FROM updated)";
    private static final String INSERTED_COUNT = "(SELECT count(*) FROM inserted)";

    private static final String UPDATES = TAKE
            + String.format(Locale.ROOT, UPDATED, PutRows.update("taken", OWN_PARAMETERS + 1))
            + String.format(Locale.ROOT, CHECKED, UPDATED_COUNT);

    private static final String INSERTS = TAKE
            + String.format(Locale.ROOT, INSERTED, PutRows.insert("taken", OWN_PARAMETERS + 1))
            + String.format(Locale.ROOT, CHECKED, INSERTED_COUNT);

    private static final String BOTH = TAKE
            + String.format(Locale.ROOT, UPDATED, PutRows.update("taken", OWN_PARAMETERS + 1))
            + String.format(
                    Locale.ROOT, INSERTED, PutRows.insert("taken", OWN_PARAMETERS + PutRows.UPDATE_PARAMETERS + 1))
            + String.format(Locale.ROOT, CHECKED, UPDATED_COUNT + " + " + INSERTED_COUNT);

    private BatchStatement() {}

    /** Returns whether the batch can be one statement: it is not too large for that, and keeps no receipts. */
    static boolean suits(ShardCommit commit, List<PutRows> rows) {
        return commit.receipts().isEmpty()
                && (rows.size() == 1
                        || (rows.size() == 2
                                && rows.get(0).onBase()
                                && !rows.get(1).onBase()));
    }

    /**
     * Writes the batch; cold, one round trip.
     *
     * @return the shard's row from then on; empty where the term is not the current one, and nothing was written. Errors:
     *     one that {@link #overtaken} tells from others
     */
    static Mono<ShardRow> execute(
            Connection connection, PostgresShard shard, CommitPlan plan, BatchId batch, List<PutRows> rows) {
        List<Object> parameters = new ArrayList<>(List.of(
                shard.key(),
                plan.primaryTerm(),
                (long) plan.operations(),
                plan.documents(),
                plan.tombstones(),
                shard.id().indexUuid(),
                batch.writer(),
                batch.number(),
                (long) plan.puts().size()));
        rows.forEach(portion -> parameters.addAll(portion.parameters()));
        return Sql.rows(connection, statement(rows), ShardRow::read, parameters.toArray())
                .next();
    }

    private static String statement(List<PutRows> rows) {
        if (rows.size() == 2) {
            return BOTH;
        }
        return rows.get(0).onBase() ? UPDATES : INSERTS;
    }

    /** Returns whether the failure says that a put was overtaken, so that nothing was written. */
    static boolean overtaken(Throwable failure) {
        return failure instanceof R2dbcException known && DIVISION_BY_ZERO.equals(known.getSqlState());
    }
}
