package dev.optimist.core.store.postgres;

import dev.optimist.core.document.Document;
import dev.optimist.core.store.StoredDocument;
import io.r2dbc.spi.Connection;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Reads a query to its end as its reader asks for more: a cursor, whose one statement sees one moment, in portions of
 * about as many bytes each.
 */
final class CursorScan {
    /** A reader may be slow, and holds nobody up. */
    static final String TAKES_ITS_TIME = "SET LOCAL idle_in_transaction_session_timeout = 0";

    private static final int FIRST_ROWS = 16;
    private static final int ROWS_MAX = 1_000;
    private static final long PORTION_BYTES = 1L << 20;

    private final Connection connection;
    private final AtomicInteger rows = new AtomicInteger(FIRST_ROWS);

    private CursorScan(Connection connection) {
        this.connection = connection;
    }

    /** Emits the rows of a query of documents that bears no parameters; cold. */
    static Flux<StoredDocument> of(Database database, String query) {
        return database.stream(connection -> new CursorScan(connection).read(query, database));
    }

    private Flux<StoredDocument> read(String query, Database database) {
        Mono<List<StoredDocument>> portion = Mono.defer(() -> fetch(database));
        return Mono.from(connection.beginTransaction())
                .then(Sql.run(connection, TAKES_ITS_TIME))
                .then(Sql.run(connection, "DECLARE scan NO SCROLL CURSOR FOR " + query))
                .thenMany(portion.repeat())
                .takeWhile(found -> !found.isEmpty())
                .concatMapIterable(found -> found, /* prefetch= */ 1)
                .concatWith(Mono.defer(() -> Mono.from(connection.rollbackTransaction()))
                        .then(Mono.empty()));
    }

    private Mono<List<StoredDocument>> fetch(Database database) {
        database.roundTrip();
        return Sql.rows(connection, "FETCH " + rows.get() + " FROM scan", DocumentRow::read)
                .collectList()
                .timeout(database.timeout().multipliedBy(10))
                .doOnNext(this::adapt);
    }

    private void adapt(List<StoredDocument> found) {
        long bytes = found.stream().mapToLong(CursorScan::bytes).sum();
        if (!found.isEmpty()) {
            rows.set((int) Math.max(1, Math.min(ROWS_MAX, PORTION_BYTES * found.size() / Math.max(1, bytes))));
        }
    }

    private static long bytes(StoredDocument document) {
        long source = document.state() instanceof Document live ? live.source().length() : 0;
        return source + document.id().length();
    }
}
