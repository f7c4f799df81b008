package dev.optimist.core.script;

import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * The threads that scripts run on. A run over its time fails and is stopped at its next steps; another thread takes the
 * place of its own until then, for within a method of Java's nothing can stop it, and others shall not wait.
 *
 * <p><b>Concurrency.</b> The number of runaways and the size of the pool move together, under this object's lock.
 */
final class ScriptThreads implements AutoCloseable {
    private static final int IDLE_SECONDS = 60;

    private final Duration timeMax;
    private final int runawaysMax;
    private final ThreadPoolExecutor pool;
    private final Scheduler scheduler;
    private int runaways;

    ScriptThreads(ScriptConfiguration configuration) {
        AtomicInteger made = new AtomicInteger();
        timeMax = configuration.timeMax();
        runawaysMax = configuration.runawaysMax();
        pool = new ThreadPoolExecutor(
                configuration.threads(),
                configuration.threads(),
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(configuration.queuedMax()),
                work -> new ScriptSteps.OfScripts(work, "optimist-script-" + made.incrementAndGet()));
        pool.allowCoreThreadTimeOut(true);
        scheduler = Schedulers.fromExecutorService(pool, "optimist-script");
    }

    Scheduler scheduler() {
        return scheduler;
    }

    /**
     * Does a piece of work on the subscriber's thread, which must be one of these; cold. What it waited for its thread is
     * not its own time.
     *
     * @return errors: a TimeoutException on another thread once its time is over
     */
    <T> Mono<T> timed(Supplier<T> work) {
        return Mono.create(sink -> new Run<>(work, sink).start());
    }

    /** One run under way: whoever is first to end it, the work or its alarm, tells the subscriber. */
    private final class Run<T> {
        private final Supplier<T> work;
        private final MonoSink<T> sink;
        private final AtomicBoolean ended = new AtomicBoolean();
        private final ScriptSteps steps = new ScriptSteps();
        private boolean replaced;

        Run(Supplier<T> work, MonoSink<T> sink) {
            this.work = work;
            this.sink = sink;
        }

        void start() {
            Disposable alarm = Schedulers.parallel().schedule(this::late, timeMax.toNanos(), TimeUnit.NANOSECONDS);
            try {
                steps.begin();
                T result = work.get();
                end(() -> sink.success(result));
            } catch (RuntimeException | StackOverflowError | OutOfMemoryError failure) {
                end(() -> sink.error(failure));
            } finally {
                alarm.dispose();
            }
        }

        private void end(Runnable tell) {
            if (ended.compareAndSet(false, true)) {
                tell.run();
            } else {
                giveBack();
            }
        }

        private void late() {
            if (ended.compareAndSet(false, true)) {
                replace();
                steps.stop();
                sink.error(new TimeoutException());
            }
        }

        private void replace() {
            synchronized (ScriptThreads.this) {
                replaced = runaways < runawaysMax;
                if (replaced) {
                    runaways++;
                    pool.setMaximumPoolSize(pool.getMaximumPoolSize() + 1);
                    pool.setCorePoolSize(pool.getMaximumPoolSize());
                }
            }
        }

        private void giveBack() {
            synchronized (ScriptThreads.this) {
                if (replaced) {
                    runaways--;
                    pool.setCorePoolSize(pool.getCorePoolSize() - 1);
                    pool.setMaximumPoolSize(pool.getCorePoolSize());
                }
            }
        }
    }

    @Override
    public void close() {
        scheduler.dispose();
    }
}
