package dev.optimist.core.store.postgres;

import static java.util.Objects.requireNonNull;

import dev.optimist.core.store.DocumentStore;
import dev.optimist.core.store.DocumentStoreContract;
import io.r2dbc.spi.Connection;
import io.r2dbc.spi.ConnectionFactories;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Runs the contract over a real PostgreSQL. */
class PostgresStoreTest implements DocumentStoreContract {
    private final PostgresServer server = PostgresServer.shared();
    private final List<DocumentStore> opened = new ArrayList<>();
    private final String url = Database.URL;

    /** One for all tests, and one connection that empties it: making either takes longer than a test. */
    private static final class Database {
        private static final String URL = PostgresServer.shared().newDatabase();
        private static final Connection CONNECTION =
                requireNonNull(Mono.from(ConnectionFactories.get(URL).create()).block());
    }

    @TempDir
    Path temporary;

    @BeforeEach
    void emptyDatabase() {
        mendDisk();
        sql(PostgresServer.EMPTY);
    }

    @AfterEach
    void close() {
        opened.forEach(store -> store.close().block());
        opened.clear();
    }

    @Override
    public DocumentStore open() {
        close();
        mendDisk();
        return opened(PostgresStore.open(PostgresConfiguration.of(url)));
    }

    private DocumentStore opened(DocumentStore store) {
        opened.add(store);
        return store;
    }

    @Override
    public DocumentStore openCheckpoint(Path folder) {
        return opened(PostgresStore.openCheckpoint(PostgresConfiguration.of(server.newDatabase()), folder));
    }

    @Override
    public Path newFolder() {
        return temporary.resolve("checkpoint");
    }

    /** Every table that a write touches first says from now on that the disk is full. */
    @Override
    public void failNextWrite(DocumentStore store) {
        sql("CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS"
                + " 'BEGIN RAISE EXCEPTION ''the disk is full'' USING ERRCODE = ''53100''; END'");
        for (String table : List.of("optimist_shards", "optimist_cluster")) {
            sql("CREATE TRIGGER full_disk BEFORE INSERT OR UPDATE OR DELETE ON " + table
                    + " EXECUTE FUNCTION full_disk()");
        }
    }

    private void mendDisk() {
        sql("DROP FUNCTION IF EXISTS full_disk CASCADE");
    }

    private void sql(String statement) {
        Flux.from(Database.CONNECTION.createStatement(statement).execute())
                .flatMap(result -> result.getRowsUpdated())
                .blockLast();
    }
}
