package dev.optimist.http.cli;

import dev.optimist.core.error.DocumentException;
import dev.optimist.core.error.StoreFailedException;
import dev.optimist.core.service.DocumentService;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;

/**
 * Holds the service that is served now, and does what is to be done once its store has failed.
 *
 * <h2>Concurrency</h2>
 *
 * One thread opens anew, and only one failure at a time is answered: the next one can only be that of the new service.
 * Closing waits for it, so that nothing is opened that nobody would close.
 */
final class StoreWatch {
    private static final Logger LOG = LoggerFactory.getLogger("optimist");
    private static final Duration PAUSE_MIN = Duration.ofMillis(100);
    private static final Duration PAUSE_MAX = Duration.ofSeconds(5);
    private static final int OPENINGS_MAX = 10;

    /**
     * How a store is opened anew.
     *
     * @param hasRoom whether the store's folder takes the writes that an opening makes; blocks
     * @param opening opens store and service; blocks
     * @param serving brings requests to the new service
     */
    record Reopening(BooleanSupplier hasRoom, Supplier<DocumentService> opening, Consumer<DocumentService> serving) {}

    private final Sinks.One<StoreFailedException> failures = Sinks.one();
    private final Object reopens = new Object();
    private volatile DocumentService service;
    private volatile boolean closing;

    private StoreWatch(DocumentService service) {
        this.service = service;
    }

    /** Leaves a failed store as it is. */
    static StoreWatch of(DocumentService service) {
        StoreWatch watch = new StoreWatch(service);
        service.failed().subscribe(watch.failures::tryEmitValue);
        return watch;
    }

    /** Opens a failed store anew, as often as it fails. */
    static StoreWatch reopening(DocumentService service, Reopening reopening) {
        StoreWatch watch = new StoreWatch(service);
        watch.reopenAfter(service, reopening);
        return watch;
    }

    DocumentService service() {
        return service;
    }

    /** Emits once the store has failed and will not be opened anew. */
    Mono<StoreFailedException> failed() {
        return failures.asMono();
    }

    private void reopenAfter(DocumentService watched, Reopening how) {
        watched.failed().subscribe(failure -> {
            Thread thread = new Thread(() -> reopen(watched, how, failure), "optimist-reopen");
            thread.setDaemon(true);
            thread.start();
        });
    }

    private void reopen(DocumentService failed, Reopening how, StoreFailedException failure) {
        LOG.error("The store failed and is opened anew once its folder takes writes: {}", failure.reason());
        awaitRoom(how);
        synchronized (reopens) {
            if (closing) {
                return;
            }
            failed.close().onErrorComplete().block();
            for (int opening = 1; opening <= OPENINGS_MAX && !closing; opening++) {
                if (reopened(how, opening)) {
                    return;
                }
                pause(PAUSE_MAX);
            }
        }
        failures.tryEmitValue(failure);
    }

    private void awaitRoom(Reopening how) {
        Duration pause = PAUSE_MIN;
        while (!closing && !how.hasRoom().getAsBoolean()) {
            pause(pause);
            pause = pause.compareTo(PAUSE_MAX.dividedBy(2)) > 0 ? PAUSE_MAX : pause.multipliedBy(2);
        }
    }

    private boolean reopened(Reopening how, int opening) {
        try {
            DocumentService next = how.opening().get();
            service = next;
            how.serving().accept(next);
            LOG.warn("The store is open again, under raised primary terms");
            reopenAfter(next, how);
            return true;
        } catch (RuntimeException e) {
            String reason = e instanceof DocumentException known ? known.reason() : e.toString();
            LOG.error("The store could not be opened anew ({} of {}): {}", opening, OPENINGS_MAX, reason);
            return false;
        }
    }

    private static void pause(Duration length) {
        LockSupport.parkNanos(length.toNanos());
    }

    /** Closes what is open; cold. */
    Mono<Void> close() {
        return Mono.defer(() -> {
                    closing = true;
                    synchronized (reopens) {
                        return service.close();
                    }
                })
                .subscribeOn(Schedulers.boundedElastic()); // a store that is being opened is waited for
    }
}
