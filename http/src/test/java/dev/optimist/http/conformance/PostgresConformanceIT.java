package dev.optimist.http.conformance;

import dev.optimist.core.store.postgres.PostgresServer;
import dev.optimist.http.testing.TestServer;
import java.util.stream.Stream;

/**
 * What was recorded is reproduced over the shared store too, but for one thing: of the items of one bulk those of different
 * documents take effect in the order in which their documents were read, so which of them has which {@code _seq_no} is
 * open.
 */
class PostgresConformanceIT extends ConformanceIT {
    private final PostgresServer server = PostgresServer.shared();

    private static final class Database {
        private static final String NAME = PostgresServer.shared().newDatabaseName();
    }

    @Override
    TestServer start(String... options) {
        server.empty(Database.NAME);
        return TestServer.start(Stream.concat(
                        Stream.of("--store=postgres", "--postgres-url=" + server.url(Database.NAME)),
                        Stream.of(options))
                .toArray(String[]::new));
    }

    @Override
    String promised(String group, String answer) {
        return group.equals("bulk") ? answer.replaceAll("\"_seq_no\":\\d+", "\"_seq_no\":N") : answer;
    }
}
