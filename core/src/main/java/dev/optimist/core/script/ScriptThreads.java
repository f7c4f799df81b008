package dev.optimist.core.script;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * The threads that scripts run on. A run over its time fails and is stopped at its next steps; another thread takes the
 * place of its own until then, for within a method of Java's nothing can stop it, and others shall not wait.
 *
 * <p><b>Concurrency.</b> The number of runaways and the size of the pool move together, under this object's lock. A thread
 * names its run and then looks whether anybody watches; the watch says that it ends and then looks at the runs, and
 * goes on where there is one: so no run is without a watch.
 */
final class ScriptThreads implements AutoCloseable {
    private static final int IDLE_SECONDS = 60;

    /** How often runs are looked at, as a part of their time. An alarm for each run cost as much as the run. */
    private static final int LOOKS_PER_TIME = 10;

    /** How many runs follow each other on a thread before what waits for one has its turn. */
    private static final int IN_A_ROW_MAX = 32;

    /** A run may follow from the end of another one, but not another from its own: that would fill the stack. */
    private static final int DEPTH_MAX = 2;

    private final Duration timeMax;
    private final int runawaysMax;
    private final ThreadPoolExecutor pool;
    private final Scheduler scheduler;
    private final Set<ScriptThread> alive = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean watching = new AtomicBoolean();
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
                work -> new ScriptThread(work, "optimist-script-" + made.incrementAndGet()));
        pool.allowCoreThreadTimeOut(true);
        scheduler = Schedulers.fromExecutorService(pool, "optimist-script");
    }

    /** One of the threads, with the run that is under way on it. */
    private final class ScriptThread extends ScriptSteps.OfScripts {
        private volatile @Nullable Run<?> run;
        private int inARow;

        /** How many runs have ended here whose callers have not returned yet, and the one under way. */
        private int depth;

        ScriptThread(Runnable work, String name) {
            super(work, name);
        }

        @Override
        public void run() {
            alive.add(this);
            try {
                super.run();
            } finally {
                alive.remove(this);
            }
        }

        private boolean isOf(ScriptThreads threads) {
            return ScriptThreads.this == threads;
        }

        private boolean mayGoOn() {
            inARow = (inARow + 1) % IN_A_ROW_MAX;
            return inARow != 0 && depth < DEPTH_MAX;
        }
    }

    /**
     * Subscribes to work on one of the threads; cold. Where the caller is on one, as whoever has waited for another run of
     * the same document is, that one goes on, which spares a change of threads.
     *
     * @return errors: a RejectedExecutionException where too many wait
     */
    <T> Mono<T> on(Mono<T> work) {
        return Mono.defer(() -> here() ? work : work.subscribeOn(scheduler));
    }

    private boolean here() {
        return Thread.currentThread() instanceof ScriptThread thread && thread.isOf(this) && thread.mayGoOn();
    }

    /**
     * Does a piece of work on the subscriber's thread, which must be one of these; cold. What it waited for its thread is
     * not its own time.
     *
     * @return errors: a TimeoutException on another thread once its time is over, at most a tenth of it late
     */
    <T> Mono<T> timed(Supplier<T> work) {
        return Mono.create(sink -> new Run<>(work, sink).start((ScriptThread) Thread.currentThread()));
    }

    /** One run under way: whoever is first to end it, the work or the watch, tells the subscriber. */
    private final class Run<T> {
        private final Supplier<T> work;
        private final MonoSink<T> sink;
        private final AtomicBoolean ended = new AtomicBoolean();
        private final ScriptSteps steps = new ScriptSteps();
        private final long startNanos = System.nanoTime();
        private boolean replaced;

        Run(Supplier<T> work, MonoSink<T> sink) {
            this.work = work;
            this.sink = sink;
        }

        void start(ScriptThread thread) {
            thread.run = this;
            thread.depth++;
            watch();
            try {
                steps.begin();
                T result = work.get();
                end(thread, () -> sink.success(result));
            } catch (RuntimeException | StackOverflowError | OutOfMemoryError failure) {
                end(thread, () -> sink.error(failure));
            } finally {
                thread.depth--;
            }
        }

        /** Who is told may begin the next run on this thread. */
        private void end(ScriptThread thread, Runnable tell) {
            thread.run = null;
            if (ended.compareAndSet(false, true)) {
                tell.run();
            } else {
                giveBack();
            }
        }

        void endIfLate(long nowNanos) {
            if (nowNanos - startNanos > timeMax.toNanos() && replace()) {
                steps.stop();
                sink.error(new TimeoutException());
            }
        }

        /** Ends the run, if it has not ended, and has its thread replaced; under the lock, so that nothing is given back before. */
        private boolean replace() {
            synchronized (ScriptThreads.this) {
                if (!ended.compareAndSet(false, true)) {
                    return false;
                }
                replaced = runaways < runawaysMax;
                if (replaced) {
                    runaways++;
                    pool.setMaximumPoolSize(pool.getMaximumPoolSize() + 1);
                    pool.setCorePoolSize(pool.getMaximumPoolSize());
                }
                return true;
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

    private void watch() {
        if (!watching.get() && watching.compareAndSet(false, true)) {
            Schedulers.parallel().schedule(this::look, timeMax.toNanos() / LOOKS_PER_TIME, TimeUnit.NANOSECONDS);
        }
    }

    private void look() {
        watching.set(false);
        long now = System.nanoTime();
        for (ScriptThread thread : alive) {
            Run<?> run = thread.run;
            if (run != null) {
                watch();
                run.endIfLate(now);
            }
        }
    }

    @Override
    public void close() {
        scheduler.dispose();
    }
}
