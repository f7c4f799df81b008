package dev.optimist.core.store.postgres;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * One query that many ask for at the same time: they share a run of it, but nobody is answered by a run that began before
 * he asked.
 *
 * <h2>Concurrency</h2>
 *
 * {@code next} is the run that has not begun, and is taken out of there in the moment it begins. There is one at a time
 * under way, and whoever ends it begins the next.
 */
final class SharedReads<T> {
    private final class Run {
        private final Sinks.One<T> result = Sinks.one();

        void begin() {
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

    SharedReads(Mono<T> query) {
        this.query = query;
    }

    Mono<T> read() {
        return Mono.defer(() -> {
            Run joined = join();
            begin();
            return joined.result.asMono();
        });
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
        begin();
    }
}
