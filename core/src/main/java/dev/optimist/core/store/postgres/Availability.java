package dev.optimist.core.store.postgres;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Whether a database answers. Once a connection was lost everything is refused at once, and one probe after the other
 * finds out when the database is back; so nobody queues for what is not there.
 *
 * <h2>Concurrency</h2>
 *
 * Whoever turns {@code outage} from null into a reason starts the probes; the probe that succeeds turns it back.
 */
final class Availability {
    private static final Duration PROBE_INTERVAL = Duration.ofMillis(150);
    private static final Logger LOG = LoggerFactory.getLogger(Availability.class);

    private final String database;
    private final Mono<Void> probe;
    private final AtomicReference<@Nullable String> outage = new AtomicReference<>();
    private final Disposable.Swap probing = Disposables.swap();

    Availability(String database, Mono<Void> probe) {
        this.database = database;
        this.probe = probe;
    }

    /** Throws where the database does not answer. */
    void require() {
        String reason = outage.get();
        if (reason != null) {
            throw Failures.down(database, reason);
        }
    }

    /** Returns why the database does not answer; empty where it does. */
    Optional<String> outage() {
        return Optional.ofNullable(outage.get());
    }

    /** Refuses from now on, until a probe comes back. */
    void lost(Throwable failure) {
        String reason = Failures.reason(failure);
        if (outage.compareAndSet(null, reason)) {
            LOG.warn("Database [{}] is down: {}", database, reason);
            probing.update(probes());
        }
    }

    private Disposable probes() {
        return Flux.interval(Duration.ZERO, PROBE_INTERVAL)
                .onBackpressureDrop()
                .concatMap(tick -> probe.thenReturn(true).onErrorReturn(false), /* prefetch= */ 1)
                .filter(answered -> answered)
                .next()
                .subscribe(answered -> found());
    }

    private void found() {
        outage.set(null);
        LOG.info("Database [{}] is back", database);
    }

    void close() {
        probing.dispose();
    }
}
