package dev.optimist.core.store.postgres;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;

/**
 * One query that many ask for at the same time: they share a run of it, but nobody is answered by a run that began before
 * he asked.
 *
 * <h2>Concurrency</h2>
 *
 * {@code next} is the run that has not begun, and is taken out of there in the moment it begins. There is one at a time
 * under way. Who ends it begins the next, or sees to it that somebody does: who asks and finds nothing under way, or the
 * end of patience.
 */
final class SharedReads<T> {
    private static final long PATIENCE_MICROS = 500;

    private final class Run {
        private final Sinks.One<T> result = Sinks.one();
        private final AtomicInteger asked = new AtomicInteger();

        void begin() {
            expected = asked.get();
            query.subscribe(this::answered, this::failed);
        }

        private void answered(T value) {
            ended();
            result.tryEmitValue(value);
        }

        private void failed(Throwable failure) {
            ended();
            result.tryEmitError(failure);
        }
    }

    private final Mono<T> query;
    private final AtomicReference<@Nullable Run> next = new AtomicReference<>();
    private final AtomicReference<@Nullable Run> underWay = new AtomicReference<>();

    /** How many had asked for the last run when it began. */
    private volatile int expected;

    SharedReads(Mono<T> query) {
        this.query = query;
    }

    Mono<T> read() {
        return Mono.defer(() -> {
            Run joined = join();
            int asked = joined.asked.incrementAndGet();
            if (underWay.get() == null) {
                gather(asked, /* first= */ asked == 1);
            }
            return joined.result.asMono();
        });
    }

    /** Begins now where as many ask as for the last run, else once they do, or when patience ends. */
    private void gather(int asked, boolean first) {
        if (asked >= expected) {
            begin();
        } else if (first) {
            Schedulers.parallel().schedule(this::begin, PATIENCE_MICROS, TimeUnit.MICROSECONDS);
        }
    }

    private Run join() {
        while (true) {
            Run waiting = next.get();
            if (waiting != null) {
                return waiting;
            }
            Run made = new Run();
            if (next.compareAndSet(null, made)) {
                return made;
            }
        }
    }

    private void begin() {
        Run waiting = next.get();
        if (waiting != null && underWay.compareAndSet(null, waiting)) {
            if (next.compareAndSet(waiting, null)) {
                waiting.begin();
            } else {
                underWay.set(null);
                begin();
            }
        }
    }

    private void ended() {
        underWay.set(null);
        Run waiting = next.get();
        if (waiting != null) {
            gather(waiting.asked.get(), /* first= */ true);
        }
    }
}
