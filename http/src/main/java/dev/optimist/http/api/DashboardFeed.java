package dev.optimist.http.api;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import reactor.core.publisher.BufferOverflowStrategy;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * The samples that all who watch the dashboard see: one a second is taken for all of them together, and none while nobody
 * watches. Who comes later sees the last minutes first.
 */
final class DashboardFeed {
    static final int WATCHERS_MAX = 16;

    private static final Duration INTERVAL = Duration.ofSeconds(1);
    private static final int HISTORY = 300;
    private static final Duration KEPT_AFTER_THE_LAST = Duration.ofMinutes(1);

    private final Flux<byte[]> samples;
    private final AtomicInteger watchers = new AtomicInteger();

    /**
     * Makes a feed that samples nothing yet.
     *
     * @param ended completes all who watch
     */
    DashboardFeed(Supplier<byte[]> sample, Mono<Void> ended) {
        samples = Flux.interval(Duration.ZERO, INTERVAL, Schedulers.boundedElastic())
                .onBackpressureDrop()
                .map(tick -> sample.get())
                .takeUntilOther(ended)
                .replay(HISTORY)
                .refCount(1, KEPT_AFTER_THE_LAST);
    }

    /** Returns whether as many watch as may. */
    boolean full() {
        return watchers.get() >= WATCHERS_MAX;
    }

    /** Emits the last samples and then each as it is taken; cold. Who is too slow misses the oldest ones. */
    Flux<byte[]> watch() {
        return Flux.defer(() -> {
            if (watchers.incrementAndGet() > WATCHERS_MAX) {
                watchers.decrementAndGet();
                return Flux.empty();
            }
            return samples.onBackpressureBuffer(HISTORY, BufferOverflowStrategy.DROP_OLDEST)
                    .doFinally(end -> watchers.decrementAndGet());
        });
    }
}
