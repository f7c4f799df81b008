package dev.optimist.core.store.postgres;

import dev.optimist.core.error.DocumentException;
import io.r2dbc.pool.ConnectionPool;
import io.r2dbc.pool.ConnectionPoolConfiguration;
import io.r2dbc.spi.Connection;
import io.r2dbc.spi.ConnectionFactories;
import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.ConnectionFactoryOptions;
import io.r2dbc.spi.Option;
import io.r2dbc.spi.ValidationDepth;
import io.r2dbc.spi.Wrapped;
import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiFunction;
import java.util.function.Function;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * One of the store's databases: connections that were greeted, and whether it answers at all.
 *
 * <h2>Durability</h2>
 *
 * Nothing that may contain a COMMIT is ever cancelled: whoever stops waiting leaves it running. What a timeout ends is
 * ended by closing the connection, which a server that waits for its standby does not take for a cancel.
 */
final class Database {
    private static final Duration IDLE = Duration.ofMinutes(10);
    private static final Duration GOODBYE = Duration.ofSeconds(1);
    private static final int GUESSES_PART = 32;

    private final String name;
    private final int position;
    private final PostgresConfiguration configuration;
    private final ConnectionFactory driver;
    private final ConnectionPool writes;
    private final ConnectionPool reads;
    private final Availability availability;
    private final LongAdder roundTrips = new LongAdder();
    private final LastSeen lastSeen = new LastSeen(Runtime.getRuntime().maxMemory() / GUESSES_PART);
    private volatile int replicas;
    private volatile boolean closed;

    Database(int position, PostgresConfiguration configuration) {
        ConnectionFactoryOptions options =
                ConnectionFactoryOptions.parse(configuration.urls().get(position));
        this.position = position;
        this.configuration = configuration;
        this.name = name(options);
        this.driver = ConnectionFactories.get(options.mutate()
                .option(ConnectionFactoryOptions.CONNECT_TIMEOUT, configuration.timeout())
                .option(Option.valueOf("forceBinary"), true)
                .option(Option.valueOf("applicationName"), "optimist")
                .option(Option.valueOf("tcpKeepAlive"), true)
                .build());
        this.writes = pool("writes");
        this.reads = pool("reads");
        this.availability =
                new Availability(name, Mono.usingWhen(reads.create(), c -> Sql.run(c, "SELECT 1"), Connection::close));
    }

    /** Names a database as a user knows it, without what is secret. */
    private static String name(ConnectionFactoryOptions options) {
        Object port = options.getValue(ConnectionFactoryOptions.PORT);
        return options.getValue(ConnectionFactoryOptions.HOST)
                + (port == null ? "" : ":" + port)
                + "/"
                + options.getValue(ConnectionFactoryOptions.DATABASE);
    }

    private ConnectionPool pool(String purpose) {
        return new ConnectionPool(ConnectionPoolConfiguration.builder(new GreetedConnections(driver, this::greet))
                .name("optimist-" + purpose + "-" + position)
                .initialSize(0)
                .maxSize(configuration.connectionsMax())
                .maxIdleTime(IDLE)
                .maxAcquireTime(configuration.timeout())
                .maxCreateConnectionTime(configuration.timeout())
                .validationDepth(ValidationDepth.LOCAL)
                .acquireRetry(configuration.connectionsMax()) // all that wait in the pool may be those of a past life
                .build());
    }

    private Mono<Void> greet(Connection connection) {
        return Incarnation.greet(connection, configuration.timeout(), configuration.acceptDataLoss())
                .doOnNext(greeted -> replicas = greeted.replicas())
                .flatMap(greeted -> greeted.fence(connection))
                .then();
    }

    String name() {
        return name;
    }

    int position() {
        return position;
    }

    Duration timeout() {
        return configuration.timeout();
    }

    int replicas() {
        return replicas;
    }

    /** Takes over what the server says now of how many standbys a commit waits for. */
    void replicas(int standbys) {
        replicas = standbys;
    }

    LastSeen lastSeen() {
        return lastSeen;
    }

    Availability availability() {
        return availability;
    }

    /** Counts something that waited for the server once. */
    void roundTrip() {
        roundTrips.increment();
    }

    long roundTrips() {
        return roundTrips.sum();
    }

    /** Makes the tables where they are missing, and this database's row that names its place among the others; cold. */
    Mono<String> prepare(String deployment) {
        return Mono.usingWhen(
                        driver.create(),
                        connection -> Schema.migrate(connection)
                                .then(Incarnation.greet(
                                        connection, configuration.timeout(), configuration.acceptDataLoss()))
                                .flatMap(greeted -> Deployment.join(
                                        connection,
                                        deployment,
                                        position,
                                        configuration.urls().size(),
                                        greeted)),
                        Connection::close)
                .onErrorMap(failure -> Failures.unread(name, failure));
    }

    /** Runs something that reads; cold, one connection, bounded in time. */
    <T> Mono<T> read(Function<Connection, Mono<T>> work) {
        return guarded(reads, connection -> {
            roundTrip();
            return work.apply(connection).timeout(timeout());
        });
    }

    /** Runs something that reads for as long as its reader likes; cold, one connection. */
    <T> Flux<T> stream(Function<Connection, Flux<T>> work) {
        return Flux.defer(() -> {
                    requireAvailable();
                    return Flux.usingWhen(
                            reads.create(),
                            work,
                            this::release,
                            (connection, failure) -> discard(connection),
                            this::release);
                })
                .onErrorMap(this::failed);
    }

    /** Runs one transaction; cold, and not stopped by a cancel once it has begun. */
    <T> Mono<T> transaction(Function<Connection, Mono<T>> work) {
        return Detached.of(guarded(writes, connection -> {
            roundTrip();
            return Mono.from(connection.beginTransaction())
                    .then(work.apply(connection))
                    .timeout(timeout())
                    .flatMap(result -> Mono.from(connection.commitTransaction())
                            .timeout(timeout())
                            .onErrorMap(failure -> Failures.unknown(name, failure))
                            .then(Mono.just(result)));
        }));
    }

    /** Hands out a connection for a commit, which the receiver gives back or discards; cold. */
    Mono<Connection> acquireForCommit() {
        return Mono.<Connection>defer(() -> {
                    requireAvailable();
                    return writes.create();
                })
                .onErrorMap(this::failed);
    }

    private <T> Mono<T> guarded(ConnectionPool pool, Function<Connection, Mono<T>> work) {
        BiFunction<Connection, Throwable, Mono<Void>> onError = (connection, failure) -> discard(connection);
        return Mono.defer(() -> {
                    requireAvailable();
                    return Mono.usingWhen(pool.create(), work, this::release, onError, this::discard);
                })
                .onErrorMap(this::failed);
    }

    private void requireAvailable() {
        if (closed) {
            throw Failures.closed();
        }
        availability.require();
    }

    /** Takes note of a failure of the connection, and says it as the store does. */
    DocumentException failed(Throwable failure) {
        note(failure);
        return Failures.unread(name, failure);
    }

    void note(Throwable failure) {
        if (!closed && Failures.ofConnection(failure)) {
            availability.lost(failure);
        }
    }

    /** Gives a connection back; completes also where that fails. */
    Mono<Void> release(Connection connection) {
        return Mono.from(connection.close()).onErrorComplete();
    }

    /** Closes the connection for good, without waiting for what is under way on it; completes within a moment. */
    @SuppressWarnings("unchecked") // a pooled connection wraps the driver's
    Mono<Void> discard(Connection pooled) {
        Connection physical = ((Wrapped<Connection>) pooled).unwrap();
        return Mono.from(physical.close())
                .timeout(GOODBYE)
                .onErrorComplete()
                .then(Mono.from(pooled.close()).timeout(GOODBYE).onErrorComplete());
    }

    ConnectionCounts connections() {
        return counts(writes).plus(counts(reads));
    }

    private static ConnectionCounts counts(ConnectionPool pool) {
        return pool.getMetrics()
                .map(metrics ->
                        new ConnectionCounts(metrics.acquiredSize(), metrics.idleSize(), metrics.pendingAcquireSize()))
                .orElse(ConnectionCounts.NONE);
    }

    Mono<Void> close() {
        return Mono.defer(() -> {
            closed = true;
            availability.close();
            return Mono.when(writes.disposeLater(), reads.disposeLater());
        });
    }
}
