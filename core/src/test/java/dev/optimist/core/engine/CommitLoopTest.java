package dev.optimist.core.engine;

import static dev.optimist.core.engine.TestEngine.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.optimist.core.document.Absent;
import dev.optimist.core.document.ShardId;
import dev.optimist.core.error.DocumentException;
import dev.optimist.core.error.ErrorKind;
import dev.optimist.core.error.StoreFailedException;
import dev.optimist.core.observe.EngineObserver;
import dev.optimist.core.store.DocumentStore;
import dev.optimist.core.store.InMemoryStore;
import dev.optimist.core.store.PutOutcome;
import dev.optimist.core.store.ShardOutcome;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;
import reactor.test.scheduler.VirtualTimeScheduler;

final class CommitLoopTest {
    private static final int BATCH_OPERATIONS_MAX = 3;
    private static final int PENDING_OPERATIONS_MAX = 6;
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration PATIENCE_OF_A_BATCH = Duration.ofMillis(1);

    private final List<String> log = new ArrayList<>();
    private final InMemoryStore store = InMemoryStore.ofOneWriter();
    private final CommitLoop loop = loop(Schedulers.immediate().createWorker());
    private final Shard shard = shard(loop, () -> Runnable::run);

    private CommitLoop loop(Scheduler.Worker worker) {
        return new CommitLoop(store, observer(), worker, BATCH_OPERATIONS_MAX, PENDING_OPERATIONS_MAX);
    }

    private EngineObserver observer() {
        return new EngineObserver() {
            @Override
            public void committed(int operations, int puts, long bytes, long nanos) {
                log.add("commit " + operations);
            }
        };
    }

    private Shard shard(CommitLoop commits, Supplier<Executor> homes) {
        Residency residency = new Residency(1L << 30, /* keepsClean= */ true, Schedulers.immediate());
        Shard.Engine engine = new Shard.Engine(commits, residency, EngineObserver.NOOP, homes, Clock.systemUTC());
        return TestEngine.shard(TestEngine.opened(store, new ShardId("uuid", 0)), engine);
    }

    private CompletableFuture<Answer> write(String id) {
        return shard.write(id, put("{}")).toFuture();
    }

    private static ErrorKind failure(CompletableFuture<?> future) {
        assertThat(future).isCompletedExceptionally();
        return assertThatExceptionOfType(CompletionException.class)
                .isThrownBy(future::join)
                .havingCause()
                .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.type(DocumentException.class))
                .actual()
                .kind();
    }

    @Test
    void commit_moreThanOneBatchTakes_areSeveralBatches() {
        Gate gate = Gate.before(store);
        List<CompletableFuture<Answer>> writes = List.of(write("1"), write("2"), write("3"), write("4"), write("5"));
        gate.openAll();

        assertThat(writes).allMatch(CompletableFuture::isDone);
        assertThat(log).containsExactly("commit 1", "commit 3", "commit 1");
        assertThat(loop.pending()).isZero();
    }

    @Test
    void commit_ofAPatientStore_waitsForAsManyAsTheLastBatchHad() {
        VirtualTimeScheduler time = VirtualTimeScheduler.create();
        CommitLoop patient = new CommitLoop(patient(store), observer(), time.createWorker(), 1_000, 1_000);
        Shard patientShard = shard(patient, () -> Runnable::run);
        Consumer<String> write = ids -> ids.chars()
                .forEach(id -> patientShard.write("" + (char) id, put("{}")).subscribe());

        Gate gate = Gate.before(store);
        write.accept("abcd");
        gate.openAll();
        assertThat(log).containsExactly("commit 1", "commit 3");
        write.accept("ef");
        assertThat(gate.waiting()).as("two are fewer than three").isZero();
        write.accept("g");
        gate.openAll();
        assertThat(log).containsExactly("commit 1", "commit 3", "commit 3");
        write.accept("h");
        assertThat(gate.waiting()).isZero();
        time.advanceTimeBy(PATIENCE_OF_A_BATCH);
        gate.openAll();
        assertThat(log).as("patience has an end").containsExactly("commit 1", "commit 3", "commit 3", "commit 1");
        write.accept("i");
        assertThat(gate.waiting()).as("nobody waits who is alone").isOne();
        gate.openAll();
        assertThat(patient.pending()).isZero();
    }

    private static DocumentStore patient(DocumentStore store) {
        return (DocumentStore) Proxy.newProxyInstance(
                CommitLoopTest.class.getClassLoader(),
                new Class<?>[] {DocumentStore.class},
                (proxy, method, arguments) -> method.getName().equals("batchPatience")
                        ? PATIENCE_OF_A_BATCH
                        : method.invoke(store, arguments));
    }

    @Test
    void betweenBatches_whileACommitIsUnderWay_waitsAndTakesTurns() {
        Gate gate = Gate.before(store);
        List<CompletableFuture<Answer>> writes = new ArrayList<>(List.of(write("1")));
        for (String task : List.of("task 1", "task 2")) {
            loop.betweenBatches(Mono.fromRunnable(() -> log.add(task))).subscribe();
        }
        writes.addAll(List.of(write("2"), write("3")));
        assertThat(log).as("the commit is under way").isEmpty();
        gate.openAll();

        assertThat(writes).allMatch(CompletableFuture::isDone);
        assertThat(log).containsExactly("commit 1", "task 1", "commit 2", "task 2");
    }

    @Test
    void commit_whileATaskIsUnderWay_waits() {
        Sinks.Empty<Void> task = Sinks.empty();
        loop.betweenBatches(task.asMono()).subscribe();
        CompletableFuture<Answer> write = write("1");
        assertThat(write).isNotDone();

        task.tryEmitEmpty();

        assertThat(write).isCompleted();
    }

    @Test
    void betweenBatches_failure_isTheTasksAlone() {
        loop.betweenBatches(Mono.error(new IllegalStateException("task")))
                .as(StepVerifier::create)
                .expectErrorMessage("task")
                .verify(PATIENCE);

        assertThat(write("1")).isCompleted();
    }

    @Test
    void drained_operationsUnderWay_waitsForThem() {
        Gate gate = Gate.before(store);
        List<CompletableFuture<Answer>> writes = List.of(write("1"), write("2"), write("3"), write("4"), write("5"));
        CompletableFuture<Void> drained = loop.drained().toFuture();

        gate.open();
        gate.open();
        assertThat(drained).as("one batch is left").isNotDone();
        gate.open();

        assertThat(drained).isCompleted();
        assertThat(writes).allMatch(CompletableFuture::isDone);
    }

    @Test
    void drained_twiceAtOnce_bothComplete() {
        Gate gate = Gate.before(store);
        CompletableFuture<Answer> write = write("1");
        CompletableFuture<Void> first = loop.drained().toFuture();
        CompletableFuture<Void> second = loop.drained().toFuture();
        gate.open();

        assertThat(List.of(first, second)).allMatch(CompletableFuture::isDone);
        assertThat(write).isCompleted();
    }

    @Test
    void admit_tooManyWait_isRejectedUntilThereIsRoom() {
        Gate gate = Gate.before(store);
        Flux.range(0, PENDING_OPERATIONS_MAX)
                .flatMap(n -> shard.write("1", put("{}")))
                .subscribe();

        assertThat(failure(write("1"))).isEqualTo(ErrorKind.REJECTED);
        gate.openAll();
        CompletableFuture<Answer> again = write("1");
        gate.open();

        assertThat(again).isCompletedWithValueMatching(Answer.Written.class::isInstance);
    }

    @Test
    void failure_afterwards_nothingIsAcknowledged() {
        Gate gate = Gate.before(store);
        List<CompletableFuture<Answer>> writes = List.of(write("1"), write("2"));
        store.failNextWrite();
        gate.openAll();

        assertThat(writes).allMatch(write -> failure(write) == ErrorKind.STORE_FAILED);
        assertThat(failure(write("3"))).isEqualTo(ErrorKind.STORE_FAILED);
        assertThat(loop.failure()).isNotNull();
        assertThat(loop.pending()).isZero();
    }

    @Test
    void close_operationsUnderWay_areCommittedAndNewOnesRefused() {
        Gate gate = Gate.before(store);
        CompletableFuture<Answer> before = write("1");
        CompletableFuture<Void> closed = loop.close().toFuture();
        CompletableFuture<Answer> after = write("2");
        gate.openAll();

        assertThat(before).isCompletedWithValueMatching(Answer.Written.class::isInstance);
        assertThat(closed).isCompleted();
        assertThat(failure(after)).isEqualTo(ErrorKind.STORE_FAILED);
    }

    @Test
    void submit_afterTheWorkerIsGone_failsInsteadOfHanging() {
        Scheduler.Worker worker = Schedulers.newSingle("short-lived").createWorker();
        CommitLoop closed = loop(worker);
        Register register = new Register("1");
        register.load(Absent.ABSENT);
        Attempt attempt = register.apply(put("{}"), state -> state, shard(closed, () -> Runnable::run));
        Change admittedBefore = ((Attempt.Accepted) attempt).change();
        closed.close().block(PATIENCE);
        worker.dispose();

        closed.lane(shard.stored()).submit(admittedBefore);

        admittedBefore
                .settled()
                .as(StepVerifier::create)
                .expectErrorSatisfies(error -> assertThat(error)
                        .isInstanceOf(StoreFailedException.class)
                        .hasMessage("the service is closed"))
                .verify(PATIENCE);
    }

    @Test
    void deliver_executorThatIsShutDown_harmsNobodyElse() {
        Shard closing = shard(loop, () -> task -> {
            throw new RejectedExecutionException("shut down");
        });
        Gate gate = Gate.before(store);
        CompletableFuture<Answer> toNobody = closing.write("1", put("{}")).toFuture();
        CompletableFuture<Answer> next = write("2");
        gate.openAll();

        assertThat(toNobody).isCompleted();
        assertThat(next).isCompletedWithValueMatching(Answer.Written.class::isInstance);
    }

    @Test
    void drop_changeThatItsSuccessorDrewIntoABatch_isLeftToTheBatch() {
        Register register = new Register("1");
        register.load(Absent.ABSENT);
        Change first = ((Attempt.Accepted) register.apply(put("{}"), state -> state, shard)).change();
        Change second = ((Attempt.Accepted) register.apply(put("{}"), state -> state, shard)).change();
        Batch underWay = new Batch();
        underWay.add(second);
        shard.drop();

        loop.lane(shard.stored()).submit(first);
        assertThat(first.pending()).isTrue();
        underWay.settle(List.of(new ShardOutcome(0, List.of(PutOutcome.COMMITTED))), new Deliveries());

        assertThat(first.settlement()).isEqualTo(Change.Settlement.COMMITTED);
        assertThat(loop.pending()).isZero();
    }
}
