package dev.optimist.core.store.postgres;

import dev.optimist.core.error.StoreFailedException;
import io.r2dbc.spi.Connection;
import io.r2dbc.spi.Row;
import java.time.Duration;
import java.util.Locale;
import reactor.core.publisher.Mono;

/**
 * Which life of a database a connection leads to. A standby that is promoted, or a backup that is restored, begins
 * another one, and may lack the last commits of the one before.
 *
 * @param systemIdentifier of the cluster, drawn when it was made
 * @param timeline grows with each promotion and each recovery to a point in time
 * @param replicas synchronous standbys that a commit waits for
 */
record Incarnation(String systemIdentifier, long timeline, int replicas) {
    /**
     * One round trip: sets what the session needs, and reads who answers. Waits for locks are bounded, and so is the time
     * a node may sleep in mid-transaction; a COMMIT is not, for it must not be cancelled.
     */
    private static final String GREET = """
            SELECT pg_is_in_recovery()::text,
                (SELECT system_identifier::text FROM pg_control_system()),
                CASE WHEN pg_is_in_recovery() THEN '' ELSE pg_walfile_name(pg_current_wal_lsn()) END,
                current_setting('fsync'),
                current_setting('synchronous_standby_names'),
                set_config('synchronous_commit', CASE WHEN current_setting('synchronous_commit') IN ('off', 'local')
                    THEN 'on' ELSE current_setting('synchronous_commit') END, false),
                set_config('lock_timeout', $1, false),
                set_config('idle_in_transaction_session_timeout', $2, false),
                set_config('default_transaction_isolation', 'read committed', false),
                set_config('enable_seqscan', 'off', false),
                set_config('enable_hashjoin', 'off', false),
                set_config('enable_mergejoin', 'off', false),
                set_config('plan_cache_mode', 'force_generic_plan', false),
                set_config('jit', 'off', false)""";

    private static final int TIMELINE_DIGITS = 8;
    private static final int HEXADECIMAL = 16;

    /** Prepares a new connection and tells whom it leads to; cold. Errors: StoreFailedException for a standby. */
    static Mono<Incarnation> greet(Connection connection, Duration timeout, boolean acceptDataLoss) {
        String lockMillis = Long.toString(timeout.toMillis());
        String idleMillis = Long.toString(4 * timeout.toMillis());
        return Sql.rows(connection, GREET, row -> read(row, acceptDataLoss), lockMillis, idleMillis)
                .next();
    }

    private static Incarnation read(Row row, boolean acceptDataLoss) {
        if (Sql.text(row, 0).toLowerCase(Locale.ROOT).startsWith("t")) {
            throw StoreFailedException.unavailable("the server is a standby, only a primary will do", null);
        }
        if (Sql.text(row, 3).equals("off") && !acceptDataLoss) {
            throw new StoreFailedException(
                    "the server runs with fsync=off: what it commits is not durable; accept data loss if that is meant",
                    null);
        }
        return new Incarnation(
                Sql.text(row, 1),
                Long.parseLong(Sql.text(row, 2).substring(0, TIMELINE_DIGITS), HEXADECIMAL),
                StandbyNames.count(Sql.text(row, 4)));
    }

    /**
     * Raises every primary term of the database where it was last written in another life; cold, one transaction. Nobody
     * gets a connection to the new life before this is done, so nobody writes under the old terms: of several nodes the
     * first to change the row raises, and the others wait for it.
     *
     * @return whether this node raised them
     */
    Mono<Boolean> fence(Connection connection) {
        return Sql.rows(
                        connection,
                        "SELECT 1 FROM optimist_cluster WHERE system_identifier = $1 AND timeline = $2",
                        row -> true,
                        systemIdentifier,
                        timeline)
                .hasElements()
                .flatMap(known -> known ? Mono.just(false) : raise(connection));
    }

    private Mono<Boolean> raise(Connection connection) {
        return Mono.from(connection.beginTransaction())
                .then(Sql.count(
                        connection,
                        "UPDATE optimist_cluster SET system_identifier = $1, timeline = $2, catalog_version = catalog_version + 1"
                                + " WHERE system_identifier <> $1 OR timeline <> $2",
                        systemIdentifier,
                        timeline))
                .flatMap(changed -> changed == 0
                        ? Mono.just(false)
                        : Sql.run(connection, "UPDATE optimist_shards SET primary_term = primary_term + 1")
                                .thenReturn(true))
                .flatMap(raised -> Mono.from(connection.commitTransaction()).then(Mono.just(raised)));
    }
}
