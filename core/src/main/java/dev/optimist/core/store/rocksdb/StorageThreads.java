package dev.optimist.core.store.rocksdb;

import dev.optimist.core.error.ErrorKind;
import dev.optimist.core.error.RequestException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.RejectedExecutionException;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** The bounded threads on which the store waits for the medium; work beyond their queues is refused. */
final class StorageThreads implements AutoCloseable {
    private static final int IDLE_SECONDS = 60;
    private static final Duration END_TIMEOUT = Duration.ofSeconds(30);

    private final Scheduler scheduler;

    StorageThreads(RocksDbConfiguration configuration) {
        scheduler = Schedulers.newBoundedElastic(
                configuration.storageThreads(),
                configuration.queuedReadsMax(),
                "optimist-storage",
                IDLE_SECONDS,
                /* daemon= */ true);
    }

    <T> Mono<T> call(Callable<T> work) {
        return Mono.fromCallable(work)
                .subscribeOn(scheduler)
                .onErrorMap(RejectedExecutionException.class, this::refused);
    }

    <T> Flux<T> run(Flux<T> work) {
        return work.subscribeOn(scheduler).onErrorMap(RejectedExecutionException.class, this::refused);
    }

    /** Ends the threads after what is queued. */
    @Override
    public void close() {
        scheduler.disposeGracefully().timeout(END_TIMEOUT).block();
    }

    private RuntimeException refused(RejectedExecutionException cause) {
        return scheduler.isDisposed()
                ? Failures.closed()
                : RequestException.of(ErrorKind.REJECTED, "rejected execution: the queues of the store are full");
    }
}
