package dev.optimist.core.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.optimist.core.document.Document;
import dev.optimist.core.document.GetResult;
import dev.optimist.core.document.Outcome;
import dev.optimist.core.document.Source;
import dev.optimist.core.document.WriteCondition;
import dev.optimist.core.document.WriteCondition.External;
import dev.optimist.core.document.WriteCondition.IfSeqNo;
import dev.optimist.core.document.WriteResult;
import dev.optimist.core.error.DocumentException;
import dev.optimist.core.error.ErrorKind;
import dev.optimist.core.observe.EngineObserver;
import dev.optimist.core.observe.OperationKind;
import dev.optimist.core.observe.Proposal;
import dev.optimist.core.store.InMemoryStore;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

final class DocumentServiceTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final List<String> indicesDeleted = new CopyOnWriteArrayList<>();
    private final List<Proposal> proposals = new CopyOnWriteArrayList<>();
    private Runnable rival = () -> {};
    private final EngineObserver observer = new EngineObserver() {
        @Override
        public void attempted(String index, String id, Proposal proposal) {
            proposals.add(proposal);
            rival.run();
        }

        @Override
        public void indexDeleted(String index) {
            indicesDeleted.add(index);
        }
    };

    private InMemoryStore store = InMemoryStore.ofOneWriter();
    private DocumentService service = open(store);

    private DocumentService open(InMemoryStore store) {
        return await(DocumentService.open(
                store,
                ServiceConfiguration.defaults(),
                observer,
                () -> Schedulers.parallel()::schedule,
                Clock.systemUTC()));
    }

    private static <T> T await(Mono<T> mono) {
        return java.util.Objects.requireNonNull(mono.block(PATIENCE), "an empty Mono");
    }

    @BeforeEach
    void counter() {
        assertThat(await(put("1", "{\"n\":10}", WriteCondition.none())).outcome())
                .isEqualTo(Outcome.CREATED);
    }

    @AfterEach
    void close() {
        service.close().block(PATIENCE);
    }

    private Mono<WriteResult> put(String id, String json, WriteCondition condition) {
        return service.index(new IndexCommand("i", id, null, Source.of(json), condition, false));
    }

    private Mono<WriteResult> delete(String id, WriteCondition condition) {
        return service.delete(new DeleteCommand("i", id, null, condition));
    }

    private Mono<WriteResult> update(String id, String doc, int retryOnConflict) {
        return service.update(new UpdateCommand(
                "i", id, null, Source.of(doc), null, false, true, WriteCondition.none(), retryOnConflict, false));
    }

    private Mono<GetResult> get(String id) {
        return service.get(new GetCommand("i", id, null, null));
    }

    private static void fails(Mono<?> mono, ErrorKind kind, String reason) {
        mono.as(StepVerifier::create)
                .expectErrorSatisfies(error -> {
                    assertThat(error).isInstanceOfSatisfying(DocumentException.class, failure -> {
                        assertThat(failure.kind()).isEqualTo(kind);
                        assertThat(failure.reason()).isEqualTo(reason);
                    });
                })
                .verify(PATIENCE);
    }

    @Test
    void attempted_byAConditionalWrite_isToldBeforeItsCompareAndSet() {
        rival = () -> put("1", "{\"n\":11}", WriteCondition.none()).subscribe();

        StepVerifier.create(put("1", "{\"n\":12}", new IfSeqNo(0, 1)))
                .expectErrorMatches(error -> error instanceof DocumentException lost
                        && lost.kind() == ErrorKind.VERSION_CONFLICT
                        && lost.reason().contains("current document has seqNo [1]"))
                .verify(PATIENCE);

        assertThat(proposals)
                .as("the attempt whose condition held, not the one after the race was lost, nor plain writes")
                .singleElement()
                .extracting(Proposal::kind, Proposal::condition)
                .containsExactly(OperationKind.INDEX, new IfSeqNo(0, 1));
    }

    @Test
    void conditionalIndex_rightRevision_writesTheNextVersion() {
        WriteResult result = await(put("1", "{\"n\":11}", new IfSeqNo(0, 1)));

        assertThat(result.version()).isEqualTo(2);
        assertThat(result.seqNo()).isEqualTo(1);
        assertThat(result.outcome()).isEqualTo(Outcome.UPDATED);
    }

    @Test
    void conditionalIndex_staleRevision_namesBothRevisions() {
        await(put("1", "{\"n\":11}", WriteCondition.none()));

        fails(
                put("1", "{\"n\":11}", new IfSeqNo(0, 1)),
                ErrorKind.VERSION_CONFLICT,
                "[1]: version conflict, required seqNo [0], primary term [1]."
                        + " current document has seqNo [1] and primary term [1]");
    }

    @Test
    void conditionalIndex_missingDocument_saysThatThereIsNone() {
        fails(
                put("nope", "{}", new IfSeqNo(0, 1)),
                ErrorKind.VERSION_CONFLICT,
                "[nope]: version conflict, required seqNo [0], primary term [1]. but no document was found");
    }

    @Test
    void create_existingDocument_conflicts() {
        fails(
                put("1", "{}", WriteCondition.mustNotExist()),
                ErrorKind.VERSION_CONFLICT,
                "[1]: version conflict, document already exists (current version [1])");
    }

    @Test
    void externalVersion_notHigher_conflictsAlsoWithTheTombstone() {
        await(put("e", "{}", new External(5)));
        assertThat(await(delete("e", new External(20))).version()).isEqualTo(20);

        fails(
                put("e", "{}", new External(15)),
                ErrorKind.VERSION_CONFLICT,
                "[e]: version conflict, current version [20] is higher or equal to the one provided [15]");
    }

    @Test
    void delete_missingDocument_isAWriteAllTheSame() {
        WriteResult first = await(delete("nope", WriteCondition.none()));
        WriteResult second = await(delete("nope", WriteCondition.none()));

        assertThat(List.of(first.outcome(), second.outcome())).containsOnly(Outcome.NOT_FOUND);
        assertThat(List.of(first.version(), second.version())).containsExactly(1L, 2L);
        assertThat(second.seqNo()).isEqualTo(2);
    }

    @Test
    void index_afterDelete_continuesTheVersion() {
        await(delete("1", WriteCondition.none()));

        WriteResult result = await(put("1", "{}", WriteCondition.none()));

        assertThat(result.version()).isEqualTo(3);
        assertThat(result.outcome()).isEqualTo(Outcome.CREATED);
    }

    @Test
    void update_sameContent_isANoopThatTakesNoSeqNo() {
        WriteResult noop = await(update("1", "{\"n\":10}", 0));

        assertThat(noop.outcome()).isEqualTo(Outcome.NOOP);
        assertThat(noop.seqNo()).isZero();
        assertThat(await(put("2", "{}", WriteCondition.none())).seqNo()).isEqualTo(1);
    }

    @Test
    void update_missingDocument_fails() {
        fails(update("nope", "{}", 3), ErrorKind.DOCUMENT_MISSING, "[nope]: document missing");
    }

    @Test
    void update_manyClientsWithRetries_losesNothing() {
        int clients = 200;
        List<WriteResult> results = await(Flux.range(0, clients)
                .flatMap(
                        client ->
                                update("1", "{\"c" + client + "\":1}", clients).subscribeOn(Schedulers.parallel()),
                        clients)
                .collectList());

        assertThat(results.stream().map(WriteResult::seqNo).sorted().toList())
                .as("a sequence without gaps")
                .isEqualTo(IntStream.rangeClosed(1, clients)
                        .mapToObj(Long::valueOf)
                        .toList());
        Document document = (Document) await(get("1")).state();
        assertThat(document.version()).isEqualTo(clients + 1L);
        IntStream.range(0, clients)
                .forEach(client -> assertThat(document.source().toString()).contains("\"c" + client + "\":1"));
    }

    @Test
    void conditionalIndex_manyEqualOnes_oneWins() {
        List<Boolean> won = await(Flux.range(0, 24)
                .flatMap(
                        client -> put("1", "{\"n\":" + client + "}", new IfSeqNo(0, 1))
                                .subscribeOn(Schedulers.parallel())
                                .map(result -> true)
                                .onErrorReturn(false),
                        24)
                .collectList());

        assertThat(won).filteredOn(win -> win).hasSize(1);
    }

    @Test
    void reopen_afterWrites_keepsThemUnderAHigherTerm() {
        await(put("1", "{\"n\":11}", WriteCondition.none()));
        store = store.reopen();
        service = open(store);

        Document document = (Document) await(get("1")).state();
        assertThat(document.source()).isEqualTo(Source.of("{\"n\":11}"));
        assertThat(document.primaryTerm()).isEqualTo(1);
        assertThat(await(put("1", "{}", new IfSeqNo(1, 1))).primaryTerm()).isEqualTo(2);
    }

    @Test
    void storeFailure_afterwards_nothingIsAcknowledged() {
        store.failNextWrite();

        put("1", "{}", WriteCondition.none())
                .as(StepVerifier::create)
                .expectErrorSatisfies(
                        error -> assertThat(((DocumentException) error).kind()).isEqualTo(ErrorKind.STORE_FAILED))
                .verify(PATIENCE);
        assertThat(service.failure()).isPresent();
        put("2", "{}", WriteCondition.none())
                .as(StepVerifier::create)
                .expectError()
                .verify(PATIENCE);
    }

    @Test
    void deleteIndex_thenCreateAgain_startsASequenceAnew() {
        service.indices().delete(List.of("i")).block(PATIENCE);

        assertThat(indicesDeleted).as("told to the observer, once").containsExactly("i");
        fails(get("1"), ErrorKind.INDEX_NOT_FOUND, "no such index [i]");
        WriteResult result = await(put("1", "{}", WriteCondition.none()));
        assertThat(result.seqNo()).isZero();
        assertThat(result.primaryTerm()).isEqualTo(1);
        assertThat(result.version()).isEqualTo(1);
    }
}
