package dev.optimist.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

final class SerialTasksTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final SerialTasks tasks = new SerialTasks();

    @Test
    void run_thousandsBehindASlowOne_allEndWithoutPilingUp() {
        Sinks.Empty<Integer> slow = Sinks.empty();
        List<Integer> ended = new ArrayList<>();
        tasks.run(slow.asMono()).subscribe();
        Flux.range(0, 5_000)
                .flatMap(task -> tasks.run(Mono.just(task)), Integer.MAX_VALUE)
                .subscribe(ended::add);

        slow.tryEmitEmpty();

        assertThat(ended).as("every task, in order").hasSize(5_000).isSorted();
    }

    @Test
    void run_fromManyThreads_neverOverlaps() {
        AtomicInteger underWay = new AtomicInteger();
        Mono<Integer> task = Mono.fromSupplier(underWay::incrementAndGet)
                .publishOn(Schedulers.parallel())
                .doOnNext(now -> underWay.decrementAndGet());

        Flux.range(0, 1_000)
                .flatMap(n -> tasks.run(task).subscribeOn(Schedulers.parallel()), 64)
                .distinct()
                .as(StepVerifier::create)
                .expectNext(1)
                .expectComplete()
                .verify(PATIENCE);
    }

    @Test
    void run_afterAFailure_goesOn() {
        tasks.run(Mono.error(new IllegalStateException("first")))
                .as(StepVerifier::create)
                .expectErrorMessage("first")
                .verify(PATIENCE);

        tasks.run(Mono.just(2))
                .as(StepVerifier::create)
                .expectNext(2)
                .expectComplete()
                .verify(PATIENCE);
    }

    @Test
    void run_cancelled_endsAllTheSame() {
        Sinks.Empty<Integer> slow = Sinks.empty();
        tasks.run(slow.asMono()).subscribe().dispose();
        AtomicInteger ran = new AtomicInteger();
        tasks.run(Mono.fromSupplier(ran::incrementAndGet)).subscribe();
        assertThat(ran).as("the cancelled task is still under way").hasValue(0);

        slow.tryEmitEmpty();

        assertThat(ran).hasValue(1);
    }
}
