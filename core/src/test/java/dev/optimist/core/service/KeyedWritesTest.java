package dev.optimist.core.service;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.optimist.core.document.Document;
import dev.optimist.core.document.DocumentState;
import dev.optimist.core.document.Outcome;
import dev.optimist.core.document.Source;
import dev.optimist.core.document.WriteCondition;
import dev.optimist.core.document.WriteResult;
import dev.optimist.core.error.DocumentException;
import dev.optimist.core.error.ErrorKind;
import dev.optimist.core.observe.EngineObserver;
import dev.optimist.core.script.ScriptConfiguration;
import dev.optimist.core.store.DocumentStore;
import dev.optimist.core.store.InMemoryStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** A request with a key is carried out once. */
final class KeyedWritesTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration WINDOW = Duration.ofMinutes(10);

    private Instant now = Instant.parse("2026-11-25T12:00:00Z");
    private final InstantSource time = () -> now;
    private final Clock clock = time.withZone(ZoneOffset.UTC);
    private InMemoryStore store = InMemoryStore.ofOneWriter();
    private DocumentService service = open(store, 1 << 20);

    private DocumentService open(DocumentStore opened, long receiptBytesMax) {
        ServiceConfiguration configuration = new ServiceConfiguration(
                1 << 20,
                100,
                1_000,
                Duration.ofHours(1),
                ScriptConfiguration.defaults(),
                ServiceConfiguration.Bulk.DEFAULT,
                SearchConfiguration.defaults(),
                new ServiceConfiguration.Idempotency(WINDOW, receiptBytesMax));
        return await(DocumentService.open(opened, configuration, EngineObserver.NOOP, () -> Runnable::run, clock));
    }

    private static <T> T await(Mono<T> mono) {
        return requireNonNull(mono.block(PATIENCE), "an empty Mono");
    }

    @AfterEach
    void close() {
        service.close().block(PATIENCE);
    }

    private static RequestKey key(String name) {
        return new RequestKey(name, "fingerprint", /* keepsSource= */ false);
    }

    private static IndexCommand put(String json, WriteCondition condition) {
        return new IndexCommand("i", "1", null, Source.of(json), condition, false);
    }

    private static IndexCommand put(String json) {
        return put(json, WriteCondition.none());
    }

    private static UpdateCommand update(String json) {
        return new UpdateCommand("i", "1", null, Source.of(json), null, false, true, WriteCondition.none(), 0, false);
    }

    private DocumentState state() {
        return await(service.get(new GetCommand("i", "1", null, null))).state();
    }

    private static void assertSameAnswer(KeyedResult again, KeyedResult first) {
        assertThat(first.replayed()).isFalse();
        assertThat(again.replayed()).isTrue();
        assertThat(shown(again.result())).isEqualTo(shown(first.result()));
    }

    private static List<Object> shown(WriteResult result) {
        return List.of(
                result.index(),
                result.id(),
                String.valueOf(result.routing()),
                result.outcome(),
                result.version(),
                result.seqNo(),
                result.primaryTerm(),
                result.copies(),
                result.successful());
    }

    @Test
    void write_madeAgain_getsTheFirstAnswerAndChangesNothing() {
        KeyedResult first = await(service.once(key("k"), put("{\"n\":1}")));
        await(service.index(put("{\"n\":2}")));

        KeyedResult again = await(service.once(key("k"), put("{\"n\":1}")));

        assertSameAnswer(again, first);
        assertThat(state().version()).isEqualTo(2);
    }

    @Test
    void write_withoutAnId_madeAgain_getsTheIdThatWasMade() {
        IndexCommand create = new IndexCommand("i", null, "r", Source.of("{}"), WriteCondition.mustNotExist(), false);

        KeyedResult first = await(service.once(key("k"), create));

        assertSameAnswer(await(service.once(key("k"), create)), first);
    }

    @Test
    void delete_madeAgain_getsTheFirstAnswer() {
        await(service.index(put("{}")));
        DeleteCommand delete = new DeleteCommand("i", "1", null, WriteCondition.none());

        KeyedResult first = await(service.once(key("k"), delete));
        await(service.index(put("{\"back\":true}")));

        assertSameAnswer(await(service.once(key("k"), delete)), first);
        assertThat(state().live()).as("deleted once").isTrue();
    }

    @Test
    void update_madeAgain_isAppliedOnce() {
        await(service.index(put("{\"n\":1}")));
        KeyedResult first = await(service.once(key("k"), update("{\"n\":2}")));
        await(service.index(put("{\"n\":3}")));

        assertSameAnswer(await(service.once(key("k"), update("{\"n\":2}"))), first);
        assertThat(state().version()).isEqualTo(3);
    }

    @Test
    void update_thatChangedNothing_madeAgain_isStillANoop() {
        await(service.index(put("{\"n\":1}")));
        KeyedResult first = await(service.once(key("k"), update("{\"n\":1}")));
        await(service.index(put("{\"n\":3}")));

        KeyedResult again = await(service.once(key("k"), update("{\"n\":1}")));

        assertThat(first.result().outcome()).isEqualTo(Outcome.NOOP);
        assertSameAnswer(again, first);
        assertThat(state().version()).isEqualTo(2);
    }

    @Test
    void update_thatShowsTheDocument_madeAgain_showsWhatItWas() {
        await(service.index(put("{\"n\":1}")));
        RequestKey key = new RequestKey("k", "fingerprint", /* keepsSource= */ true);
        KeyedResult first = await(service.once(key, update("{\"n\":2}")));
        await(service.index(put("{\"n\":3}")));

        KeyedResult again = await(service.once(key, update("{\"n\":2}")));

        assertThat(again.result().state()).isEqualTo(first.result().state()).isInstanceOf(Document.class);
    }

    @Test
    void key_ofAnotherRequest_isRefusedAndNothingIsWritten() {
        await(service.once(key("k"), put("{\"n\":1}")));
        RequestKey other = new RequestKey("k", "another", /* keepsSource= */ false);

        assertThatThrownBy(() -> await(service.once(other, put("{\"n\":2}"))))
                .isInstanceOfSatisfying(
                        DocumentException.class,
                        failure -> assertThat(failure.kind()).isEqualTo(ErrorKind.IDEMPOTENCY_KEY));

        assertThat(state().version()).isEqualTo(1);
    }

    @Test
    void receipt_afterACrash_isThere() {
        KeyedResult first = await(service.once(key("k"), put("{\"n\":1}")));
        service = open(store.reopen(), 1 << 20);

        KeyedResult again = await(service.once(key("k"), put("{\"n\":1}")));

        assertSameAnswer(again, first);
        assertThat(again.result().primaryTerm()).as("the term of then").isEqualTo(1);
        assertThat(state().version()).isEqualTo(1);
    }

    @Test
    void conflict_isDecidedAnewEachTime() {
        await(service.index(put("{}")));
        IndexCommand create = put("{}", WriteCondition.mustNotExist());

        assertThatThrownBy(() -> await(service.once(key("k"), create))).isInstanceOf(DocumentException.class);
        await(service.delete(new DeleteCommand("i", "1", null, WriteCondition.none())));
        KeyedResult later = await(service.once(key("k"), create));

        assertThat(later.replayed()).as("nothing was done the first time").isFalse();
        assertThat(later.result().outcome()).isEqualTo(Outcome.CREATED);
    }

    @Test
    void key_afterItsWindow_isNew() {
        await(service.once(key("k"), put("{\"n\":1}")));
        now = now.plus(WINDOW);

        KeyedResult later = await(service.once(key("k"), put("{\"n\":1}")));

        assertThat(later.replayed()).isFalse();
        assertThat(state().version()).isEqualTo(2);
    }

    @Test
    void requests_underWay_getOneAnswer() {
        await(service.index(put("{}")));
        Sinks.Empty<Void> disk = Sinks.empty();
        store.holdCommits(disk.asMono());
        CompletableFuture<KeyedResult> first =
                service.once(key("k"), put("{\"n\":1}")).toFuture();
        CompletableFuture<KeyedResult> second =
                service.once(key("k"), put("{\"n\":1}")).toFuture();
        disk.tryEmitEmpty();

        assertSameAnswer(await(Mono.fromFuture(second)), await(Mono.fromFuture(first)));
        assertThat(state().version()).isEqualTo(2);
    }

    @Test
    void request_whoseClientHasGone_isCarriedOutOnce() {
        await(service.index(put("{}")));
        Sinks.Empty<Void> disk = Sinks.empty();
        store.holdCommits(disk.asMono());
        Disposable gone = service.once(key("k"), put("{\"n\":1}")).subscribe();
        gone.dispose();
        CompletableFuture<KeyedResult> again =
                service.once(key("k"), put("{\"n\":1}")).toFuture();
        disk.tryEmitEmpty();

        assertThat(await(Mono.fromFuture(again)).replayed()).isTrue();
        assertThat(state().version()).isEqualTo(2);
    }

    @Test
    void receipts_overTheirLimit_areNotTaken() {
        service = open(store.reopen(), /* receiptBytesMax= */ 1);
        KeyedResult first = await(service.once(key("k"), put("{\"n\":1}")));

        assertThatThrownBy(() -> await(service.once(key("l"), put("{\"n\":2}"))))
                .isInstanceOfSatisfying(
                        DocumentException.class,
                        failure -> assertThat(failure.kind()).isEqualTo(ErrorKind.REJECTED));

        assertSameAnswer(await(service.once(key("k"), put("{\"n\":1}"))), first);
        assertThat(await(service.index(put("{\"n\":3}"))).version())
                .as("writes without a key go on")
                .isEqualTo(2);
    }

    @Test
    void request_thatAnotherNodeHasCarriedOut_getsItsAnswer() {
        store = InMemoryStore.ofManyWriters();
        service = open(store, 1 << 20);
        await(service.index(put("{}")));
        DocumentService other = open(store.reopen(), 1 << 20);
        Sinks.Empty<Void> disk = Sinks.empty();
        store.holdCommits(disk.asMono());

        CompletableFuture<KeyedResult> here =
                service.once(key("k"), put("{\"n\":1}")).toFuture();
        KeyedResult there = await(other.once(key("k"), put("{\"n\":1}")));
        disk.tryEmitEmpty();

        assertSameAnswer(await(Mono.fromFuture(here)), there);
        assertThat(state().version()).isEqualTo(2);
        other.close().block(PATIENCE);
    }

    @Test
    void script_madeAgain_countsOnce() {
        await(service.index(put("{\"n\":1}")));
        UpdateCommand.ScriptCall call =
                new UpdateCommand.ScriptCall.Inline("painless", "ctx._source.n += params.by", Map.of("by", 1));
        UpdateCommand count = new UpdateCommand(
                "i", "1", null, new UpdateCommand.Run(call, null, false), WriteCondition.none(), 3, false);

        KeyedResult first = await(service.once(key("k"), count));

        assertSameAnswer(await(service.once(key("k"), count)), first);
        assertThat(((Document) state()).source()).isEqualTo(Source.of("{\"n\":2}"));
    }
}
