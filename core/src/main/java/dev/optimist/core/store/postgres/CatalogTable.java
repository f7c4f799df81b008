package dev.optimist.core.store.postgres;

import dev.optimist.core.store.CatalogEntry;
import dev.optimist.core.store.CatalogMovedException;
import io.r2dbc.spi.Connection;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The catalog, in the first database.
 *
 * <p><b>Concurrency.</b> A change is a compare-and-set on the catalog's version, against the one that this node read last.
 */
final class CatalogTable {
    private static final String READ = "SELECT c.catalog_version, e.key, e.value FROM optimist_cluster c"
            + " LEFT JOIN optimist_catalog e ON true ORDER BY e.key";

    /** With a parameter, without which the driver has it parsed and planned anew each time. */
    private static final String VERSION = "SELECT catalog_version FROM optimist_cluster WHERE one = $1";

    private record Line(long version, List<CatalogEntry> entry) {}

    private final Database database;
    private final SharedReads<Long> versions;
    private volatile long readVersion;

    CatalogTable(Database database) {
        this.database = database;
        this.versions = new SharedReads<>(database.read(connection ->
                Sql.rows(connection, VERSION, row -> Sql.number(row, 0), true).single()));
    }

    /** Reads the version now; cold. */
    Mono<Long> version() {
        return versions.read();
    }

    /** Returns the version that was read last. */
    long readVersion() {
        return readVersion;
    }

    /** Reads all entries in the order of their keys; cold. */
    Flux<CatalogEntry> read() {
        return database.read(connection -> Sql.rows(
                                connection,
                                READ,
                                row -> new Line(Sql.number(row, 0), entry(Sql.bytes(row, 1), Sql.bytes(row, 2))))
                        .collectList())
                .doOnNext(lines -> readVersion = lines.get(0).version())
                .flatMapIterable(lines -> lines)
                .flatMapIterable(Line::entry);
    }

    private static List<CatalogEntry> entry(byte @Nullable [] key, byte @Nullable [] value) {
        return key == null
                ? List.of()
                : List.of(new CatalogEntry(new String(key, StandardCharsets.UTF_8), Objects.requireNonNull(value)));
    }

    Mono<Void> put(CatalogEntry entry) {
        return change(connection -> Sql.run(
                connection,
                "INSERT INTO optimist_catalog (key, value) VALUES ($1, $2)"
                        + " ON CONFLICT (key) DO UPDATE SET value = excluded.value",
                key(entry.key()),
                ByteBuffer.wrap(entry.value())));
    }

    Mono<Void> delete(String key) {
        return change(connection -> Sql.run(connection, "DELETE FROM optimist_catalog WHERE key = $1", key(key)));
    }

    /** That another node was first is no failure of the database, so it is no error before the transaction has ended. */
    private Mono<Void> change(Function<Connection, Mono<Void>> change) {
        return Mono.defer(() -> {
            long seen = readVersion;
            return database.transaction(connection -> Sql.count(
                                    connection,
                                    "UPDATE optimist_cluster SET catalog_version = catalog_version + 1"
                                            + " WHERE catalog_version = $1",
                                    seen)
                            .flatMap(changed ->
                                    changed == 1 ? change.apply(connection).thenReturn(true) : Mono.just(false)))
                    .flatMap(first -> first ? changed(seen + 1) : Mono.error(new CatalogMovedException()));
        });
    }

    private Mono<Void> changed(long version) {
        return Mono.fromRunnable(() -> readVersion = version);
    }

    private static ByteBuffer key(String key) {
        return ByteBuffer.wrap(key.getBytes(StandardCharsets.UTF_8));
    }
}
