package dev.optimist.core.update;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.optimist.core.engine.Observation;
import dev.optimist.core.engine.TestEngine;
import dev.optimist.core.store.InMemoryStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongUnaryOperator;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

final class RetryOnConflictTest {
    private static final LongUnaryOperator LONGEST = LongUnaryOperator.identity();
    private static final Observation OBSERVATION = requireNonNull(
            new TestEngine(InMemoryStore.ofOneWriter()).shard().observe("1").block(), "an observation");

    private final AtomicInteger attempts = new AtomicInteger();
    private final List<Long> pauses = new ArrayList<>();

    /** Loses the race that many times before it wins. */
    private Mono<Integer> racing(int losses) {
        return Mono.defer(() -> attempts.incrementAndGet() <= losses
                ? Mono.error(new LostRaceException(OBSERVATION))
                : Mono.just(attempts.get()));
    }

    private Mono<Integer> retried(Mono<Integer> operation, int retriesMax, LongUnaryOperator jitter) {
        return operation.retryWhen(
                new RetryOnConflict(retriesMax, (retry, pauseNanos) -> pauses.add(pauseNanos), jitter));
    }

    @Test
    void retry_firstTime_isAtOnce() {
        retried(racing(1), 1, LONGEST).as(StepVerifier::create).expectNext(2).verifyComplete();

        assertThat(pauses).containsExactly(0L);
    }

    @Test
    void retry_laterTimes_pausesUpToADoublingLimit() {
        StepVerifier.withVirtualTime(() -> retried(racing(10), 10, LONGEST))
                .thenAwait(Duration.ofMillis(1 + 2 + 4 + 8 + 16 + 32 + 64 + 64 + 64))
                .expectNext(11)
                .verifyComplete();

        assertThat(pauses.stream().map(nanos -> nanos / 1_000_000).toList())
                .containsExactly(0L, 1L, 2L, 4L, 8L, 16L, 32L, 64L, 64L, 64L);
    }

    @Test
    void retry_betweenAttempts_waitsThePauseOut() {
        StepVerifier.withVirtualTime(() -> retried(racing(3), 3, LONGEST))
                .expectSubscription()
                .expectNoEvent(Duration.ofMillis(3).minusNanos(1))
                .thenAwait(Duration.ofNanos(1))
                .expectNext(4)
                .verifyComplete();
    }

    @Test
    void retry_pauseDrawnAsZero_goesOnAtOnce() {
        retried(racing(5), 5, bound -> 0).as(StepVerifier::create).expectNext(6).verifyComplete();
    }

    @Test
    void retry_lostOnceTooOften_givesUp() {
        retried(racing(4), 3, bound -> 0).as(StepVerifier::create).verifyError(LostRaceException.class);

        assertThat(attempts).hasValue(4);
        assertThat(pauses).as("retries that were told of").hasSize(3);
    }

    @Test
    void retry_noneAllowed_triesOnce() {
        retried(racing(1), 0, LONGEST).as(StepVerifier::create).verifyError(LostRaceException.class);
        retried(racing(2), -1, LONGEST).as(StepVerifier::create).verifyError(LostRaceException.class);

        assertThat(attempts).hasValue(2);
        assertThat(pauses).isEmpty();
    }

    @Test
    void retry_anotherError_isNotRetried() {
        Mono<Integer> failing = Mono.error(() -> new IllegalStateException("attempt " + attempts.incrementAndGet()));

        retried(failing, 9, LONGEST).as(StepVerifier::create).verifyErrorMessage("attempt 1");
    }
}
