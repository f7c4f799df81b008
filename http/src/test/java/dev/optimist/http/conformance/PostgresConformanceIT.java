package dev.optimist.http.conformance;

import dev.optimist.core.store.postgres.PostgresServer;
import dev.optimist.http.testing.TestServer;
import java.util.stream.Stream;

/** What was recorded is reproduced over the shared store too. */
class PostgresConformanceIT extends ConformanceIT {
    private final PostgresServer server = PostgresServer.shared();

    private static final class Database {
        private static final String NAME = PostgresServer.shared().newDatabaseName();
    }

    @Override
    TestServer start(String... options) {
        server.sql(Database.NAME, "DROP SCHEMA public CASCADE; CREATE SCHEMA public");
        return TestServer.start(Stream.concat(
                        Stream.of("--store=postgres", "--postgres-url=" + server.url(Database.NAME)),
                        Stream.of(options))
                .toArray(String[]::new));
    }
}
