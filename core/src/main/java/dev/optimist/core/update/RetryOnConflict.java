package dev.optimist.core.update;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongUnaryOperator;
import java.util.function.ObjLongConsumer;
import org.reactivestreams.Publisher;
import reactor.core.Exceptions;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/**
 * {@code retry_on_conflict} as a bounded retry of a Mono: after a lost race at once the first time, later after a pause
 * that doubles up to a limit, each of it drawn at random from the whole range ("full jitter", M. Brooker, Exponential
 * Backoff and Jitter, 2015).
 */
final class RetryOnConflict extends Retry {
    private static final long FIRST_PAUSE_NANOS = Duration.ofMillis(1).toNanos();
    private static final int DOUBLINGS_MAX = 6;

    private final long retriesMax;
    private final LongUnaryOperator jitter;
    private final ObjLongConsumer<Integer> onRetry;

    /**
     * Makes the retry of one operation.
     *
     * @param retriesMax how many times to try again
     * @param onRetry is told the number of the retry, from 1, and its pause in nanoseconds
     */
    RetryOnConflict(long retriesMax, ObjLongConsumer<Integer> onRetry) {
        this(retriesMax, onRetry, bound -> ThreadLocalRandom.current().nextLong(bound));
    }

    RetryOnConflict(long retriesMax, ObjLongConsumer<Integer> onRetry, LongUnaryOperator jitter) {
        this.retriesMax = retriesMax;
        this.onRetry = onRetry;
        this.jitter = jitter;
    }

    @Override
    public Publisher<?> generateCompanion(Flux<RetrySignal> signals) {
        return signals.concatMap(signal -> next(signal.failure(), signal.totalRetries()));
    }

    private Mono<Long> next(Throwable failure, long retriesDone) {
        if (!(failure instanceof LostRaceException) || retriesDone >= retriesMax) {
            return Mono.error(Exceptions.propagate(failure));
        }
        long pauseNanos = pauseNanos(retriesDone);
        onRetry.accept((int) retriesDone + 1, pauseNanos);
        return pauseNanos == 0 ? Mono.just(retriesDone) : Mono.delay(Duration.ofNanos(pauseNanos));
    }

    private long pauseNanos(long retriesDone) {
        if (retriesDone == 0) {
            return 0;
        }
        return jitter.applyAsLong(FIRST_PAUSE_NANOS << Math.min(retriesDone - 1, DOUBLINGS_MAX));
    }
}
