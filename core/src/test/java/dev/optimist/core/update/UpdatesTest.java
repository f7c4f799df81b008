package dev.optimist.core.update;

import static dev.optimist.core.engine.TestEngine.committed;
import static dev.optimist.core.engine.TestEngine.delete;
import static dev.optimist.core.engine.TestEngine.put;
import static dev.optimist.core.store.Commits.document;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.optimist.core.document.Conflict;
import dev.optimist.core.document.Conflict.Cause;
import dev.optimist.core.document.Outcome;
import dev.optimist.core.document.Source;
import dev.optimist.core.document.WriteCondition;
import dev.optimist.core.document.WriteCondition.IfSeqNo;
import dev.optimist.core.document.WriteCondition.MustNotExist;
import dev.optimist.core.engine.Answer.Written;
import dev.optimist.core.engine.Shard;
import dev.optimist.core.engine.TestEngine;
import dev.optimist.core.error.DocumentException;
import dev.optimist.core.error.ErrorKind;
import dev.optimist.core.error.ShardException;
import dev.optimist.core.observe.EngineObserver;
import dev.optimist.core.observe.Proposal;
import dev.optimist.core.script.Script;
import dev.optimist.core.script.ScriptConfiguration;
import dev.optimist.core.script.Scripts;
import dev.optimist.core.store.InMemoryStore;
import dev.optimist.core.update.Updates.Target;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;

final class UpdatesTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final InMemoryStore exclusive = InMemoryStore.ofOneWriter();
    private final InMemoryStore shared = InMemoryStore.ofManyWriters();
    private final Updates updates = new Updates(EngineObserver.NOOP);

    private static DocumentUpdate doc(String json) {
        return new DocumentUpdate(null, Source.of(json), null, /* docAsUpsert= */ false, /* detectNoop= */ true);
    }

    private static DocumentUpdate upsert(String json) {
        return new DocumentUpdate(null, Source.of(json), null, /* docAsUpsert= */ true, /* detectNoop= */ true);
    }

    private static Target target(InMemoryStore store) {
        return new Target("i", new TestEngine(store).shard(), "1");
    }

    private static Sinks.Empty<Void> hold(InMemoryStore store) {
        Sinks.Empty<Void> gate = Sinks.empty();
        store.holdCommits(gate.asMono());
        return gate;
    }

    private Mono<Written> update(Target target, DocumentUpdate update) {
        return updates.update(target, update, WriteCondition.none(), /* retriesMax= */ 0);
    }

    private static DocumentException failure(CompletableFuture<?> future) {
        return assertThatExceptionOfType(CompletionException.class)
                .isThrownBy(future::join)
                .havingCause()
                .asInstanceOf(type(DocumentException.class))
                .actual();
    }

    @Test
    void noop_ofAStateOnItsWayToDisk_waitsUntilItIsDurable() {
        Target target = target(exclusive);
        Sinks.Empty<Void> gate = hold(exclusive);
        target.shard().write("1", put("{\"n\":1}")).subscribe();

        CompletableFuture<Written> noop = update(target, doc("{\"n\":1}")).toFuture();
        assertThat(noop).isNotDone();
        gate.tryEmitEmpty();

        assertThat(noop).isCompletedWithValue(new Written(committed(1, 0, "{\"n\":1}"), Outcome.NOOP));
    }

    @Test
    void noop_ofAStateThatWasOvertaken_isComputedAnew() {
        Target target = target(shared);
        Sinks.Empty<Void> gate = hold(shared);
        target.shard().write("1", put("{\"n\":1}")).subscribe();
        CompletableFuture<Written> update = update(target, doc("{\"n\":1}")).toFuture();
        shared.commitAsOther(target.shard().id(), "1", document(1, "{\"n\":7}"));
        gate.tryEmitEmpty();

        assertThat(update)
                .as("a noop on top of what is there")
                .isCompletedWithValueMatching(
                        written -> written.state() instanceof dev.optimist.core.document.Document d
                                && d.source().equals(Source.of("{\"n\":1}")));
    }

    @Test
    void noop_ofAStateThatAnotherWriterHasReplaced_isComputedAnew() {
        Target target = target(shared);
        target.shard().write("1", put("{\"n\":1}")).subscribe();
        target.shard().observe("1").block(PATIENCE);
        shared.commitAsOther(target.shard().id(), "1", document(2, "{\"n\":7}"));

        Written written =
                update(target, doc("{\"n\":1}")).blockOptional(PATIENCE).orElseThrow();

        assertThat(written).isEqualTo(new Written(committed(3, 2, "{\"n\":1}"), Outcome.UPDATED));
    }

    @Test
    void missing_behindADeleteThatWasOvertaken_isComputedAnew() {
        Target target = target(shared);
        target.shard().write("1", put("{\"n\":1}")).subscribe();
        Sinks.Empty<Void> gate = hold(shared);
        target.shard().write("1", delete(0)).onErrorComplete().subscribe();
        CompletableFuture<Written> update = update(target, doc("{\"n\":2}")).toFuture();
        shared.commitAsOther(target.shard().id(), "1", document(2, "{\"n\":7}"));
        gate.tryEmitEmpty();

        assertThat(update)
                .as("the document was there all the time")
                .isCompletedWithValue(new Written(committed(3, 2, "{\"n\":2}"), Outcome.UPDATED));
    }

    @Test
    void update_byAScript_isAnsweredWhereItBegan() throws InterruptedException {
        BlockingQueue<Runnable> home = new LinkedBlockingQueue<>();
        Thread began = Thread.currentThread();
        Shard shard =
                new TestEngine(exclusive, () -> Thread.currentThread() == began ? home::add : Runnable::run).shard();
        shard.write("1", put("{\"n\":1}")).subscribe();
        Scripts scripts = new Scripts(ScriptConfiguration.defaults(), EngineObserver.NOOP);
        try {
            CompletableFuture<Thread> answeredOn = updates.update(
                            new Target("i", shard, "1"),
                            script(scripts, "ctx._source.n += 1"),
                            WriteCondition.none(),
                            /* retriesMax= */ 0)
                    .map(written -> Thread.currentThread())
                    .toFuture();
            while (!answeredOn.isDone()) {
                requireNonNull(home.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS), "something to do at home")
                        .run();
            }

            assertThat(answeredOn).isCompletedWithValue(began);
        } finally {
            scripts.close();
        }
    }

    private static ScriptUpdate script(Scripts scripts, String source) {
        return new ScriptUpdate(
                scripts,
                Clock.systemUTC(),
                null,
                new Script(Script.PAINLESS, source, Map.of()),
                null,
                /* scriptedUpsert= */ false,
                /* strict= */ false);
    }

    @Test
    void update_overtaken_isComputedAnewWithoutARetry() {
        Target target = target(shared);
        target.shard().write("1", put("{\"n\":1}")).subscribe();
        Sinks.Empty<Void> gate = hold(shared);
        CompletableFuture<Written> update = update(target, doc("{\"mine\":1}")).toFuture();
        shared.commitAsOther(target.shard().id(), "1", document(2, "{\"others\":1}"));
        gate.tryEmitEmpty();

        assertThat(update)
                .isCompletedWithValue(new Written(committed(3, 2, "{\"others\":1,\"mine\":1}"), Outcome.UPDATED));
    }

    @Test
    void attempted_beforeTheCompareAndSet_leavesRoomForAnotherWriter() {
        Target target = target(exclusive);
        target.shard().write("1", put("{\"n\":1}")).subscribe();
        Rivals rivals = new Rivals(target, /* count= */ 2);
        Updates contested = new Updates(rivals);

        DocumentException lost = failure(contested
                .update(target, doc("{\"mine\":1}"), WriteCondition.none(), /* retriesMax= */ 0)
                .toFuture());
        Written won = contested
                .update(target, doc("{\"mine\":1}"), WriteCondition.none(), /* retriesMax= */ 1)
                .blockOptional(PATIENCE)
                .orElseThrow();

        assertThat(lost.kind()).as("a really lost race").isEqualTo(ErrorKind.VERSION_CONFLICT);
        assertThat(won.state()).as("one retry, on top of both").isEqualTo(committed(4, 3, "{\"n\":2,\"mine\":1}"));
        assertThat(rivals.told).as("once for each attempt").isEqualTo(3);
    }

    @Test
    void retry_whileOthersUpdate_isServedBeforeThem() {
        Target target = target(exclusive);
        target.shard().write("1", put("{\"n\":1}")).subscribe();
        Latecomer latecomer = new Latecomer(target);

        Written won = latecomer
                .contested
                .update(target, doc("{\"mine\":1}"), WriteCondition.none(), /* retriesMax= */ 1)
                .blockOptional(PATIENCE)
                .orElseThrow();

        assertThat(won.state()).as("nobody came between").isEqualTo(committed(3, 2, "{\"n\":2,\"mine\":1}"));
        assertThat(latecomer.attempts).as("the later one had its turn after it").isEqualTo(3);
    }

    /** Wins the first race of an update against a write, then begins another update in the middle of its retry. */
    private static final class Latecomer implements EngineObserver {
        private final Target target;
        private final Updates contested = new Updates(this);
        private int attempts;

        Latecomer(Target target) {
            this.target = target;
        }

        @Override
        public void attempted(String index, String id, Proposal proposal) {
            attempts++;
            if (attempts == 1) {
                target.shard().write(id, put("{\"n\":2}")).subscribe();
            }
            if (attempts == 2) {
                contested
                        .update(target, doc("{\"later\":1}"), WriteCondition.none(), /* retriesMax= */ 0)
                        .subscribe();
            }
        }
    }

    /** Writes itself in each of the first attempts of others. */
    private static final class Rivals implements EngineObserver {
        private final Target target;
        private int left;
        private int told;

        Rivals(Target target, int count) {
            this.target = target;
            this.left = count;
        }

        @Override
        public void attempted(String index, String id, Proposal proposal) {
            told++;
            if (left-- > 0) {
                target.shard().write(id, put("{\"n\":2}")).subscribe();
            }
        }
    }

    @Test
    void condition_onAPendingState_isCheckedOnceItIsDurable() {
        Target target = target(exclusive);
        Sinks.Empty<Void> gate = hold(exclusive);
        target.shard().write("1", put("{\"n\":1}")).subscribe();
        CompletableFuture<Written> right =
                updates.update(target, doc("{\"n\":2}"), new IfSeqNo(0, 1), 0).toFuture();
        CompletableFuture<Written> wrong =
                updates.update(target, doc("{\"n\":2}"), new IfSeqNo(5, 1), 0).toFuture();
        gate.tryEmitEmpty();

        assertThat(right).isCompletedWithValue(new Written(committed(2, 1, "{\"n\":2}"), Outcome.UPDATED));
        assertThat(failure(wrong).reason())
                .isEqualTo("[1]: version conflict, required seqNo [5], primary term [1]."
                        + " current document has seqNo [0] and primary term [1]");
    }

    @Test
    void condition_onAMissingDocument_isMissing() {
        CompletableFuture<Written> update = updates.update(
                        target(exclusive), doc("{}"), new IfSeqNo(5, 1), /* retriesMax= */ 0)
                .toFuture();

        assertThat(failure(update).reason()).isEqualTo("[1]: document missing");
    }

    @Test
    void update_manyAtOnce_conflictsNameWhatCameBetween() {
        Target target = new Target("i", new TestEngine(exclusive, Schedulers.single()).shard(), "1");
        target.shard().write("1", put("{\"n\":0}")).block(PATIENCE);
        List<Conflict> conflicts = Flux.range(0, 10_000)
                .flatMap(n -> conflict(update(target, doc("{\"n\":" + n + "}"))).subscribeOn(Schedulers.parallel()), 64)
                .collectList()
                .blockOptional(PATIENCE)
                .orElseThrow();

        assertThat(conflicts).allSatisfy(conflict -> {
            IfSeqNo required = (IfSeqNo) conflict.condition();
            assertThat(conflict.current().seqNo())
                    .as("a conflict with nothing in between")
                    .isGreaterThan(required.seqNo());
            assertThat(required.seqNo()).as("a durable revision").isNotNegative();
        });
    }

    @Test
    void upsert_manyAtOnce_losersHearThatTheDocumentExists() {
        for (int round = 0; round < 200; round++) {
            Shard shard = new TestEngine(InMemoryStore.ofOneWriter()).shard();
            Target target = new Target("i", shard, "1");
            Flux.range(0, 4)
                    .flatMap(n -> conflict(update(target, upsert("{\"n" + n + "\":1}")))
                            .subscribeOn(Schedulers.parallel()))
                    .doOnNext(conflict -> {
                        boolean create = conflict.condition() instanceof MustNotExist;
                        assertThat(conflict.cause()).isEqualTo(create ? Cause.EXISTS : Cause.SEQ_NO);
                        assertThat(conflict.current().live()).isTrue();
                    })
                    .blockLast(PATIENCE);
        }
    }

    /** Returns the conflict that the update ends in, empty where it succeeds. */
    private static Mono<Conflict> conflict(Mono<Written> update) {
        return update.flatMap(written -> Mono.<Conflict>empty())
                .onErrorResume(ShardException.class, lost -> Mono.justOrEmpty(lost.conflict()));
    }
}
