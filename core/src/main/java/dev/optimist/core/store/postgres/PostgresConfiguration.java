package dev.optimist.core.store.postgres;

import java.time.Duration;
import java.util.List;

/**
 * What the shared store needs to know.
 *
 * @param urls R2DBC addresses of the databases, in the same order on every node
 * @param connectionsMax the most connections to each database for commits, and as many again for reads
 * @param timeout the longest wait for a connection, for what comes before a COMMIT, for a COMMIT, and for an answer
 * @param acceptDataLoss uses a database that does not sync what it commits
 */
public record PostgresConfiguration(List<String> urls, int connectionsMax, Duration timeout, boolean acceptDataLoss) {
    private static final int CONNECTIONS_MAX_DEFAULT = 8;
    private static final Duration TIMEOUT_DEFAULT = Duration.ofSeconds(3);

    public PostgresConfiguration {
        urls = List.copyOf(urls);
        require(!urls.isEmpty(), "at least one database is needed");
        require(connectionsMax >= 1, "connectionsMax must be at least 1");
        require(timeout.toMillis() >= 1, "timeout must be at least a millisecond");
    }

    /** Makes the configuration with every default. */
    public static PostgresConfiguration of(String... urls) {
        return new PostgresConfiguration(
                List.of(urls), CONNECTIONS_MAX_DEFAULT, TIMEOUT_DEFAULT, /* acceptDataLoss= */ false);
    }

    /** Returns the same with another longest wait. */
    public PostgresConfiguration withTimeout(Duration wait) {
        return new PostgresConfiguration(urls, connectionsMax, wait, acceptDataLoss);
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }
}
