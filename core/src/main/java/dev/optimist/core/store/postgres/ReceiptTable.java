package dev.optimist.core.store.postgres;

import dev.optimist.core.store.Receipt;
import io.r2dbc.spi.Connection;
import io.r2dbc.spi.Row;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The receipts, each in the database of the shard that it was written with. Its key alone decides who is first there:
 * whoever comes second waits for the first one's transaction and then finds its row.
 */
final class ReceiptTable {
    /** In the order of the keys, so that two transactions cannot wait for each other. */
    private static final String PUT = """
            INSERT INTO optimist_receipts AS kept (key, made_at, kept_until, seq_no, primary_term, facts)
            SELECT r.key, r.made_at, r.kept_until, r.seq_no, r.primary_term, decode(r.facts, 'base64')
                FROM unnest($1::text[], $2::bigint[], $3::bigint[], $4::bigint[], $5::bigint[], $6::text[])
                    AS r(key, made_at, kept_until, seq_no, primary_term, facts)
                ORDER BY r.key
            ON CONFLICT (key) DO UPDATE SET made_at = excluded.made_at, kept_until = excluded.kept_until,
                    seq_no = excluded.seq_no, primary_term = excluded.primary_term, facts = excluded.facts
                WHERE kept.kept_until <= excluded.made_at""";

    private static final String FIND = "SELECT key, made_at, kept_until, seq_no, primary_term, facts"
            + " FROM optimist_receipts WHERE key = $1 ORDER BY kept_until DESC";

    private static final String FORGET = "DELETE FROM optimist_receipts WHERE kept_until <= $1";

    private final List<Database> databases;

    ReceiptTable(List<Database> databases) {
        this.databases = databases;
    }

    /** Puts receipts within a transaction; cold. Emits whether all are kept: no other of their keys stands in the way. */
    static Mono<Boolean> put(Connection connection, List<Receipt> receipts) {
        List<Receipt> ordered =
                receipts.stream().sorted(Comparator.comparing(Receipt::key)).toList();
        return Sql.count(
                        connection,
                        PUT,
                        texts(ordered, Receipt::key),
                        numbers(ordered, Receipt::madeAtMillis),
                        numbers(ordered, Receipt::keptUntilMillis),
                        numbers(ordered, Receipt::seqNo),
                        numbers(ordered, Receipt::primaryTerm),
                        texts(ordered, receipt -> Base64.getEncoder().encodeToString(receipt.facts())))
                .map(kept -> kept == receipts.size());
    }

    private static String[] texts(List<Receipt> receipts, Function<Receipt, String> text) {
        return receipts.stream().map(text).toArray(String[]::new);
    }

    private static Long[] numbers(List<Receipt> receipts, ToLongFunction<Receipt> number) {
        return receipts.stream().map(number::applyAsLong).toArray(Long[]::new);
    }

    /** Looks in every database: which one a receipt lies in, its key does not say; cold. */
    Mono<Receipt> find(String key) {
        return Flux.fromIterable(databases)
                .concatMap(database -> database.read(connection ->
                        Sql.rows(connection, FIND, ReceiptTable::read, key).next()))
                .reduce((one, other) -> one.keptUntilMillis() < other.keptUntilMillis() ? other : one);
    }

    /** Keeps a receipt that no commit is part of; cold. */
    Mono<Boolean> keep(Receipt receipt) {
        return find(receipt.key())
                .filter(kept -> !kept.expired(receipt.madeAtMillis()))
                .map(kept -> false)
                .switchIfEmpty(Mono.defer(
                        () -> home(receipt).transaction(connection -> put(connection, List.of(receipt)))));
    }

    private Database home(Receipt receipt) {
        return databases.get(Math.floorMod(receipt.key().hashCode(), databases.size()));
    }

    /** Deletes what has expired; cold. */
    Mono<Integer> forget(long nowMillis) {
        return Flux.fromIterable(databases)
                .concatMap(database -> database.transaction(connection -> Sql.count(connection, FORGET, nowMillis)))
                .reduce(0L, Long::sum)
                .map(Long::intValue);
    }

    static Receipt read(Row row) {
        return new Receipt(
                Sql.text(row, 0),
                Sql.number(row, 1),
                Sql.number(row, 2),
                Sql.number(row, 3),
                Sql.number(row, 4),
                Objects.requireNonNull(Sql.bytes(row, 5), "facts are never null"));
    }
}
