package dev.optimist.core.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.optimist.core.document.Outcome;
import dev.optimist.core.document.Source;
import dev.optimist.core.document.WriteCondition;
import dev.optimist.core.document.WriteCondition.External;
import dev.optimist.core.document.WriteCondition.IfSeqNo;
import dev.optimist.core.document.WriteResult;
import dev.optimist.core.error.DocumentException;
import dev.optimist.core.error.ErrorKind;
import dev.optimist.core.error.RequestException;
import dev.optimist.core.observe.EngineObserver;
import dev.optimist.core.script.ScriptConfiguration;
import dev.optimist.core.store.InMemoryStore;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;

final class BulkTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int IN_FLIGHT = 16;

    private final AtomicInteger commits = new AtomicInteger();
    private final EngineObserver observer = new EngineObserver() {
        @Override
        public void committed(int operations, int puts, long bytes, long nanos) {
            commits.incrementAndGet();
        }
    };

    private final InMemoryStore store = InMemoryStore.ofOneWriter();
    private final DocumentService service = Objects.requireNonNull(DocumentService.open(
                    store,
                    new ServiceConfiguration(
                            1 << 20,
                            4_096,
                            65_536,
                            Duration.ofSeconds(10),
                            ScriptConfiguration.defaults(),
                            new ServiceConfiguration.Bulk(IN_FLIGHT, 1 << 20),
                            SearchConfiguration.defaults(),
                            ServiceConfiguration.Idempotency.DEFAULT),
                    observer,
                    () -> Schedulers.parallel()::schedule,
                    Clock.systemUTC())
            .block(PATIENCE));

    @AfterEach
    void close() {
        service.close().block(PATIENCE);
    }

    private List<BulkResult> bulk(WriteCommand... commands) {
        return bulk(Stream.of(commands).map(BulkItem.Write::new).toArray(BulkItem[]::new));
    }

    private List<BulkResult> bulk(BulkItem... items) {
        return Objects.requireNonNull(
                service.bulk(Flux.just(items)).collectList().block(PATIENCE));
    }

    private static IndexCommand index(String id, WriteCondition condition) {
        return new IndexCommand("i", id, null, Source.of("{\"n\":1}"), condition, false);
    }

    private static IndexCommand index(String id) {
        return index(id, WriteCondition.none());
    }

    private static IndexCommand create(String id) {
        return index(id, WriteCondition.mustNotExist());
    }

    private static UpdateCommand update(String id, String doc) {
        return new UpdateCommand(
                "i", id, null, Source.of(doc), null, false, true, WriteCondition.none(), 0, /* requireAlias= */ false);
    }

    private static DeleteCommand delete(String index, String id, WriteCondition condition) {
        return new DeleteCommand(index, id, null, condition);
    }

    private static WriteResult done(BulkResult result) {
        assertThat(result).isInstanceOf(BulkResult.Done.class);
        return ((BulkResult.Done) result).result();
    }

    private static DocumentException failure(BulkResult result) {
        assertThat(result).isInstanceOf(BulkResult.Failed.class);
        return ((BulkResult.Failed) result).failure();
    }

    private static String told(BulkResult result) {
        return result instanceof BulkResult.Done done
                ? done.result().outcome() + "@" + done.result().seqNo()
                : failure(result).kind().toString();
    }

    @Test
    void bulk_actionsOnOneDocument_takeEffectInTheirOrder() {
        List<BulkResult> results = bulk(
                index("1"),
                delete("i", "1", WriteCondition.none()),
                create("1"),
                update("1", "{\"k\":1}"),
                create("1"),
                update("1", "{\"k\":2}"));

        assertThat(results.stream().map(BulkTest::told))
                .containsExactly("CREATED@0", "DELETED@1", "CREATED@2", "UPDATED@3", "VERSION_CONFLICT", "UPDATED@4");
        assertThat(done(results.get(5)).version()).isEqualTo(5);
    }

    @Test
    void bulk_itemThatHasToWait_doesNotHinderOtherDocuments() {
        bulk(index("1"));
        Sinks.Empty<Void> gate = Sinks.empty();
        store.holdCommits(gate.asMono());
        Sinks.One<List<String>> all = Sinks.one();

        service.bulk(Flux.just(index("2"), create("2"), delete("i", "2", WriteCondition.none()), index("3"))
                        .map(BulkItem.Write::new))
                .map(BulkTest::told)
                .collectList()
                .subscribe(all::tryEmitValue);
        gate.tryEmitEmpty();

        assertThat(all.asMono().block(PATIENCE))
                .as("the create sees a document on its way to disk, and the delete waits for it")
                .containsExactly("CREATED@1", "VERSION_CONFLICT", "DELETED@3", "CREATED@2");
    }

    @Test
    void bulk_newDocuments_haveSeqNosInTheOrderOfTheItems() {
        List<BulkResult> results = bulk(
                IntStream.range(0, 100).mapToObj(number -> index("d" + number)).toArray(WriteCommand[]::new));

        assertThat(results.stream().map(result -> done(result).seqNo()))
                .isEqualTo(IntStream.range(0, 100).mapToObj(Long::valueOf).toList());
    }

    @Test
    void bulk_manyUpdatesOfOneDocument_shareCommits() {
        bulk(index("1"));
        int before = commits.get();
        Sinks.Empty<Void> gate = Sinks.empty();
        store.holdCommits(gate.asMono());
        Sinks.One<List<BulkResult>> all = Sinks.one();

        service.bulk(Flux.range(0, IN_FLIGHT / 2)
                        .map(number -> new BulkItem.Write(update("1", "{\"k" + number + "\":1}"))))
                .collectList()
                .subscribe(all::tryEmitValue);
        gate.tryEmitEmpty();

        assertThat(Objects.requireNonNull(all.asMono().block(PATIENCE)))
                .allSatisfy(result -> assertThat(done(result).outcome()).isEqualTo(Outcome.UPDATED));
        assertThat(commits.get() - before)
                .as("commits: one with the first update, one with what gathered meanwhile")
                .isLessThanOrEqualTo(2);
    }

    @Test
    void bulk_conditions_areDecidedOnTheItemsBefore() {
        List<BulkResult> results = bulk(
                index("1"),
                index("1", new IfSeqNo(0, 1)),
                index("1", new IfSeqNo(0, 1)),
                delete("i", "1", new IfSeqNo(7, 1)),
                index("1", new External(5)),
                index("1", new External(5)));

        assertThat(results.stream().map(BulkTest::told))
                .as("a condition waits until the revision before it is known")
                .containsExactly(
                        "CREATED@0",
                        "UPDATED@1",
                        "VERSION_CONFLICT",
                        "VERSION_CONFLICT",
                        "UPDATED@2",
                        "VERSION_CONFLICT");
    }

    @Test
    void bulk_noop_saysHowManyCopiesThereAre() {
        bulk(index("1"));

        WriteResult noop = done(bulk(update("1", "{\"n\":1}")).get(0));

        assertThat(noop.outcome()).isEqualTo(Outcome.NOOP);
        assertThat(List.of(noop.copies(), noop.successful())).containsExactly(2, 1);
    }

    @Test
    void bulk_indexThatCannotBeMade_failsItsItemsAlone() {
        List<BulkResult> results = bulk(
                new IndexCommand("Upper", "1", null, Source.of("{}"), WriteCondition.none(), false),
                index("1"),
                delete("missing", "1", WriteCondition.none()));

        assertThat(results.stream().map(BulkTest::told))
                .containsExactly("INVALID_INDEX_NAME", "CREATED@0", "INDEX_NOT_FOUND");
        assertThat(service.indices().find("missing"))
                .as("a delete makes no index")
                .isEmpty();
    }

    @Test
    void bulk_malformedItem_leavesItsIndexBehind() {
        DocumentException why = RequestException.of(ErrorKind.DOCUMENT_PARSING, "no");

        List<BulkResult> results =
                bulk(new BulkItem.Refused("m", false, /* makesIndex= */ true, why), new BulkItem.Write(index("1")));

        assertThat(failure(results.get(0))).isSameAs(why);
        assertThat(done(results.get(1)).seqNo()).isZero();
        assertThat(service.indices().find("m")).isPresent();
    }

    @Test
    void bulk_idIsMissing_makesOne() {
        BulkResult result = bulk(new IndexCommand("i", null, null, Source.of("{}"), WriteCondition.none(), false))
                .get(0);

        assertThat(done(result).id()).hasSize(20);
    }

    @Test
    void bulk_moreItemsThanMayBeInFlight_areAskedForAsOthersBecomeDurable() {
        bulk(index("warm"));
        Sinks.Empty<Void> gate = Sinks.empty();
        store.holdCommits(gate.asMono());
        List<Integer> asked = new ArrayList<>();
        Flux<BulkItem> items = Flux.range(0, 20 * IN_FLIGHT)
                .doOnNext(asked::add)
                .map(number -> new BulkItem.Write(index("d" + number)));

        List<BulkResult> results = new ArrayList<>();
        Sinks.Empty<Void> ended = Sinks.empty();
        service.bulk(items).doOnTerminate(ended::tryEmitEmpty).subscribe(results::add);

        assertThat(asked).as("items asked for while nothing is durable").hasSizeLessThan(4 * IN_FLIGHT);
        gate.tryEmitEmpty();
        ended.asMono().block(PATIENCE);
        assertThat(results).hasSize(20 * IN_FLIGHT).allMatch(BulkResult.Done.class::isInstance);
    }
}
