package dev.optimist.core.store.rocksdb;

import dev.optimist.core.error.ErrorKind;
import dev.optimist.core.error.RequestException;
import dev.optimist.core.error.StoreFailedException;
import java.util.concurrent.Callable;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** The bounded threads on which the store waits for the medium; work beyond their queue is refused. */
final class StorageThreads implements AutoCloseable {
    private static final int IDLE_SECONDS = 60;
    private static final int END_SECONDS_MAX = 30;

    private final ThreadPoolExecutor threads;
    private final Scheduler scheduler;

    StorageThreads(RocksDbConfiguration configuration) {
        threads = new ThreadPoolExecutor(
                configuration.storageThreads(),
                configuration.storageThreads(),
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(configuration.queuedReadsMax()),
                named());
        threads.allowCoreThreadTimeOut(true);
        scheduler = Schedulers.fromExecutorService(threads, "optimist-storage");
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
    // Not the scheduler's disposeGracefully: it waits on a thread that keeps the process alive for ten seconds.
    @Override
    public void close() {
        threads.shutdown();
        try {
            if (!threads.awaitTermination(END_SECONDS_MAX, TimeUnit.SECONDS)) {
                throw new StoreFailedException("reads did not end within [" + END_SECONDS_MAX + "s]", null);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private RuntimeException refused(RejectedExecutionException cause) {
        return threads.isShutdown()
                ? Failures.closed()
                : RequestException.of(ErrorKind.REJECTED, "rejected execution: the queue of the store is full");
    }

    private static ThreadFactory named() {
        AtomicInteger made = new AtomicInteger();
        return work -> {
            Thread thread = new Thread(work, "optimist-storage-" + made.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }
}
