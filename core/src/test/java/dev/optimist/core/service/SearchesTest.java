package dev.optimist.core.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.optimist.core.document.Document;
import dev.optimist.core.document.GetResult;
import dev.optimist.core.document.Source;
import dev.optimist.core.document.WriteCondition;
import dev.optimist.core.document.WriteResult;
import dev.optimist.core.error.DocumentException;
import dev.optimist.core.error.ErrorKind;
import dev.optimist.core.index.CreateIndex;
import dev.optimist.core.index.IndexMetadata;
import dev.optimist.core.observe.EngineObserver;
import dev.optimist.core.script.Script;
import dev.optimist.core.search.Hit;
import dev.optimist.core.search.Query;
import dev.optimist.core.search.QueryReader;
import dev.optimist.core.search.Sort;
import dev.optimist.core.search.SortReader;
import dev.optimist.core.service.ByQueryCommand.Action;
import dev.optimist.core.service.UpdateCommand.ScriptCall.Inline;
import dev.optimist.core.source.JsonMaps;
import dev.optimist.core.store.InMemoryStore;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;
import reactor.util.context.Context;

final class SearchesTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Action TOUCH = Action.Plain.TOUCH;

    private final InMemoryStore store = InMemoryStore.ofOneWriter();
    private final DocumentService service = open(SearchConfiguration.defaults());

    private DocumentService open(SearchConfiguration limits) {
        ServiceConfiguration defaults = ServiceConfiguration.defaults();
        ServiceConfiguration configuration = new ServiceConfiguration(
                defaults.registerMemoryBytes(),
                defaults.batchOperationsMax(),
                defaults.pendingOperationsMax(),
                defaults.tombstoneSweepInterval(),
                defaults.scripts(),
                defaults.bulk(),
                limits,
                defaults.idempotency());
        return await(DocumentService.open(
                store, configuration, EngineObserver.NOOP, () -> Schedulers.parallel()::schedule, Clock.systemUTC()));
    }

    private static <T> T await(Mono<T> mono) {
        return Objects.requireNonNull(mono.block(PATIENCE), "an empty Mono");
    }

    @BeforeEach
    void hundredDocumentsOnThreeShards() {
        await(service.indices().create("i", new CreateIndex(3, 1, Map.of(), Map.of(), Map.of())));
        await(Flux.range(0, 100)
                .flatMap(n -> put("i", "d" + n, "{\"n\":" + n + ",\"even\":" + (n % 2 == 0) + "}"))
                .then(Mono.just(true)));
    }

    @AfterEach
    void close() {
        service.close().block(PATIENCE);
    }

    private Mono<WriteResult> put(String index, String id, String json) {
        return service.index(new IndexCommand(index, id, null, Source.of(json), WriteCondition.none(), false));
    }

    private static Query query(String json) {
        return QueryReader.read(JsonMaps.read(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8)));
    }

    private static final Query EVEN = query("{'term':{'even':true}}");

    private Mono<SearchResult> search(String index, Query query, Sort sort, int from, int size) {
        return service.searches().search(new SearchCommand(SearchTarget.of(index), query, sort, null, from, size));
    }

    private long count(String index, Query query) {
        return await(service.searches().count(SearchTarget.of(index), query)).total();
    }

    private static ByQueryCommand byQuery(Query query, Action action) {
        return new ByQueryCommand(
                SearchTarget.of("i"), query, action, /* proceeds= */ true, Long.MAX_VALUE, 10, /* retriesMax= */ 0);
    }

    private GetResult get(String id) {
        return await(service.get(new GetCommand("i", id, null, null)));
    }

    private static void fails(Mono<?> mono, ErrorKind kind, String reason) {
        mono.as(StepVerifier::create)
                .expectErrorSatisfies(error -> assertThat(error)
                        .isInstanceOfSatisfying(DocumentException.class, failure -> {
                            assertThat(failure.kind()).isEqualTo(kind);
                            assertThat(failure.reason()).contains(reason);
                        }))
                .verify(PATIENCE);
    }

    @Test
    void search_sorted_findsThePageOverAllShards() {
        SearchResult found = await(search("i", EVEN, SortReader.readParameter("n:desc"), 2, 3));

        assertThat(found.hits()).extracting(Hit::id).containsExactly("d94", "d92", "d90");
        assertThat(found.total()).isEqualTo(50);
        assertThat(found.shards()).isEqualTo(3);
    }

    @Test
    void search_byIds_readsThoseAlone() {
        Query query = query("{'bool':{'filter':[{'ids':{'values':['d1','d2','nope']}},{'term':{'even':true}}]}}");

        assertThat(await(search("i", query, Sort.NONE, 0, 10)).hits())
                .extracting(Hit::id)
                .containsExactly("d2");
    }

    @Test
    void search_afterAcknowledgedWrites_seesThem() {
        await(put("i", "d1", "{\"even\":true}"));
        await(service.delete(new DeleteCommand("i", "d2", null, WriteCondition.none())));

        assertThat(count("i", EVEN)).as("without any refresh").isEqualTo(50);
        assertThat(count("i", Query.All.ALL)).isEqualTo(99);
        assertThat(await(search("i", Query.All.ALL, Sort.NONE, 0, 200)).hits())
                .hasSize(99)
                .extracting(Hit::id)
                .doesNotContain("d2");
    }

    @Test
    void search_whileWriteIsOnItsWay_seesTheDurableState() {
        Sinks.Empty<Void> gate = Sinks.empty();
        store.holdCommits(gate.asMono());
        Mono<WriteResult> write = put("i", "d1", "{\"even\":true}").cache();
        write.subscribe();

        assertThat(count("i", EVEN)).as("not durable yet").isEqualTo(50);
        gate.tryEmitEmpty();
        await(write);
        assertThat(count("i", EVEN)).isEqualTo(51);
    }

    @Test
    void search_throughFilteredAlias_seesWhatItLetsThrough() {
        await(service.indices()
                .update(
                        "i",
                        index -> index.withAliases(Map.of(
                                "low",
                                Map.of("filter", Map.of("range", Map.of("n", Map.of("lt", 10)))),
                                "all",
                                Map.of()))));

        assertThat(count("low", EVEN)).isEqualTo(5);
        assertThat(count("low", Query.All.ALL)).isEqualTo(10);
        assertThat(count("l*", Query.All.ALL)).isEqualTo(10);
        assertThat(count("low,all", Query.All.ALL))
                .as("one of the names sees all")
                .isEqualTo(100);
        assertThat(count("low,i", Query.All.ALL)).isEqualTo(100);
    }

    @Test
    void search_ofRouting_looksIntoItsShardAlone() {
        await(service.index(new IndexCommand("i", "r", "k", Source.of("{}"), WriteCondition.none(), false)));
        SearchTarget target = new SearchTarget("i", IndexOptions.OPEN_ONLY, List.of("k"));

        SearchResult found = await(service.searches().count(target, Query.All.ALL));

        assertThat(found.shards()).isEqualTo(1);
        assertThat(await(service.searches().count(target, query("{'term':{'_routing':'k'}}")))
                        .total())
                .isEqualTo(1);
    }

    @Test
    void search_ofWildcards_findsWhatTheOptionsSay() {
        await(service.indices().create("closed", new CreateIndex(1, 1, Map.of(), Map.of(), Map.of())));
        await(service.indices().close("closed"));
        IndexOptions closedToo = IndexOptions.OPEN_ONLY.expanding(true, true, false);

        assertThat(shards("*", IndexOptions.OPEN_ONLY)).as("open indices").isEqualTo(3);
        assertThat(shards("*", closedToo.ignoringUnavailable(true)))
                .as("a closed one counts as unavailable")
                .isEqualTo(3);
        assertThat(shards("*", IndexOptions.OPEN_ONLY.expanding(false, false, false)))
                .as("none")
                .isZero();
        fails(service.searches().count(target("*", closedToo), EVEN), ErrorKind.INDEX_CLOSED, "closed");
    }

    private static SearchTarget target(String expression, IndexOptions options) {
        return new SearchTarget(expression, options, List.of());
    }

    private int shards(String expression, IndexOptions options) {
        return await(service.searches().count(target(expression, options), EVEN))
                .shards();
    }

    @Test
    void search_ofClosedIndex_failsWhereItIsNamed() {
        await(service.indices().update("i", index -> index.withOpen(false)));

        fails(search("i", EVEN, Sort.NONE, 0, 1), ErrorKind.INDEX_CLOSED, "closed");
        assertThat(await(search("*", EVEN, Sort.NONE, 0, 1)).shards()).isZero();
        fails(search("nope", EVEN, Sort.NONE, 0, 1), ErrorKind.INDEX_NOT_FOUND, "no such index [nope]");
    }

    @Test
    void search_ofTooMuch_isRefusedBeforeItReads() {
        fails(search("i", EVEN, Sort.NONE, 9_999, 2), ErrorKind.ILLEGAL_ARGUMENT, "Result window is too large");
        DocumentService narrow = open(SearchConfiguration.defaults().withDocumentsReadMax(99));
        try {
            fails(
                    narrow.searches().count(SearchTarget.of("i"), EVEN),
                    ErrorKind.ILLEGAL_ARGUMENT,
                    "would have to read [100] documents one by one, but must read at most [99]");
            assertThat(await(narrow.searches().count(SearchTarget.of("i"), Query.All.ALL))
                            .total())
                    .as("needs no reading")
                    .isEqualTo(100);
        } finally {
            narrow.close().block(PATIENCE);
        }
    }

    @Test
    void search_whoseHitsTakeTooMuchMemory_isRefusedAndLetsGoOfIt() {
        DocumentService narrow = open(new SearchConfiguration(1_000, 1_000, /* hitBytesMax= */ 6_000, 2, 10));
        try {
            Query all = Query.All.ALL;
            SearchCommand ten = new SearchCommand(SearchTarget.of("i"), all, Sort.NONE, null, 0, 10);
            SearchCommand many = new SearchCommand(SearchTarget.of("i"), all, Sort.NONE, null, 0, 90);
            fails(narrow.searches().search(many), ErrorKind.CIRCUIT_BREAKING, "Data too large");

            assertThat(await(narrow.searches().search(ten)).hits()).hasSize(10);
            assertThat(await(narrow.searches().search(ten)).hits()).hasSize(10);
        } finally {
            narrow.close().block(PATIENCE);
        }
    }

    @Test
    void deleteByQuery_deletesWhatMatches() {
        ByQueryResult result = await(service.searches().write(byQuery(EVEN, Action.Plain.DELETE)));

        assertThat(result).isEqualTo(new ByQueryResult(50, 0, 50, 0, 0, 5, 0, List.of(), false));
        assertThat(count("i", Query.All.ALL)).isEqualTo(50);
        assertThat(count("i", EVEN)).isZero();
    }

    @Test
    void updateByQuery_withoutScript_writesEachOnceMore() {
        ByQueryResult result = await(service.searches().write(byQuery(EVEN, TOUCH)));

        assertThat(result.updated()).isEqualTo(50);
        assertThat(get("d2").state().version()).isEqualTo(2);
        assertThat(get("d3").state().version()).isEqualTo(1);
    }

    @Test
    void updateByQuery_withScript_countsWhatTheScriptSays() {
        UpdateCommand.ScriptCall script = new Inline(
                Script.PAINLESS,
                "if (ctx._source.n < 10) { ctx.op = 'delete' } else if (ctx._source.n < 20) { ctx.op = 'noop' }"
                        + " else { ctx._source.n += params.by }",
                Map.of("by", 1_000));

        ByQueryResult result = await(service.searches().write(byQuery(EVEN, new Action.Run(script))));

        assertThat(List.of(result.total(), result.updated(), result.deleted(), result.noops()))
                .containsExactly(50L, 40L, 5L, 5L);
        assertThat(((Document) get("d20").state()).source()).isEqualTo(Source.of("{\"n\":1020,\"even\":true}"));
    }

    @Test
    void updateByQuery_whoseScriptFailsEverywhere_tellsTheFirstFailureAndDropsNone() {
        Queue<Throwable> dropped = new ConcurrentLinkedQueue<>();
        Consumer<Throwable> drops = dropped::add;
        UpdateCommand.ScriptCall script = new Inline(Script.PAINLESS, "ctx._source.none.n = 1", Map.of());

        for (int n = 0; n < 20; n++) {
            fails(
                    service.searches()
                            .write(byQuery(EVEN, new Action.Run(script)))
                            .contextWrite(Context.of("reactor.onErrorDropped.local", drops)),
                    ErrorKind.SCRIPT,
                    "runtime error");
        }

        assertThat(dropped).isEmpty();
    }

    @Test
    void updateByQuery_ofAtMostSome_takesThose() {
        ByQueryResult result = await(service.searches()
                .write(new ByQueryCommand(SearchTarget.of("i"), EVEN, TOUCH, true, /* documentsMax= */ 7, 5, 0)));

        assertThat(result.updated()).isEqualTo(7);
        assertThat(result.batches()).isEqualTo(2);
    }

    /** Lets the walk over one shard see d0, d2, d4 and d6, then the first three change before it can write them. */
    private ByQueryResult raced(boolean proceeds, int retriesMax, String changed) {
        IntStream.of(0, 2, 4, 6).forEach(n -> await(put("one", "d" + n, "{\"n\":" + n + "}")));
        Sinks.Empty<Void> gate = Sinks.empty();
        store.holdCommits(gate.asMono());
        IntStream.of(0, 2, 4).forEach(n -> put("one", "d" + n, changed).subscribe());
        Query query = query("{'terms':{'n':[0,2,4,6]}}");
        Mono<ByQueryResult> write = service.searches()
                .write(new ByQueryCommand(
                        SearchTarget.of("one"), query, TOUCH, proceeds, Long.MAX_VALUE, 1_000, retriesMax))
                .cache();
        write.subscribe();
        await(Flux.interval(Duration.ofMillis(1))
                .filter(tick -> service.pendingOperations() == 4)
                .next());
        gate.tryEmitEmpty();
        return await(write);
    }

    @Test
    void updateByQuery_overtakenAndProceeding_namesTheConflicts() {
        ByQueryResult result = raced(/* proceeds= */ true, /* retriesMax= */ 0, "{\"n\":0}");

        assertThat(result.updated()).isEqualTo(1);
        assertThat(result.versionConflicts()).isEqualTo(3);
        assertThat(result.total()).isEqualTo(4);
        assertThat(result.aborted()).isFalse();
        assertThat(result.failures()).extracting(ByQueryResult.Failure::id).containsExactlyInAnyOrder("d0", "d2", "d4");
        assertThat(result.failures().get(0).cause().reason())
                .contains("version conflict, required seqNo [")
                .contains("current document has seqNo [");
    }

    @Test
    void updateByQuery_overtakenAndAborting_saysSo() {
        ByQueryResult result = raced(/* proceeds= */ false, /* retriesMax= */ 0, "{\"n\":0}");

        assertThat(result.aborted()).isTrue();
        assertThat(result.versionConflicts()).isPositive();
        assertThat(result.failures()).isNotEmpty();
    }

    @Test
    void updateByQuery_overtakenWithRetries_readsAgainAndWrites() {
        ByQueryResult result = raced(/* proceeds= */ true, /* retriesMax= */ 3, "{\"n\":4}");

        assertThat(List.of(result.updated(), result.versionConflicts())).containsExactly(4L, 0L);
        assertThat(result.retries()).isGreaterThanOrEqualTo(3);
        assertThat(count("one", query("{'term':{'n':4}}")))
                .as("what overtook is still there")
                .isEqualTo(3);
    }

    @Test
    void updateByQuery_overtakenByWhatDoesNotMatch_leavesItAlone() {
        ByQueryResult result = raced(/* proceeds= */ true, /* retriesMax= */ 3, "{\"n\":-1}");

        assertThat(List.of(result.updated(), result.noops(), result.versionConflicts()))
                .containsExactly(1L, 3L, 0L);
    }

    @Test
    void writeByQuery_onBlockedIndex_isRefused() {
        await(service.indices()
                .update("i", (IndexMetadata index) -> index.withSettings(Map.of("index.blocks.write", "true"))));

        fails(service.searches().write(byQuery(EVEN, TOUCH)), ErrorKind.CLUSTER_BLOCK, "index write (api)");
    }

    @Test
    void writeByQuery_underConcurrentWriters_losesNoUpdate() {
        UpdateCommand.ScriptCall increment = new Inline(Script.PAINLESS, "ctx._source.n += 1", Map.of());
        Query one = query("{'ids':{'values':['d1']}}");
        ByQueryCommand command = new ByQueryCommand(
                SearchTarget.of("i"), one, new Action.Run(increment), true, Long.MAX_VALUE, 1_000, 1_000);

        Long updated = await(Flux.range(0, 50)
                .flatMap(n -> service.searches().write(command), 16)
                .map(ByQueryResult::updated)
                .reduce(0L, Long::sum));

        assertThat(updated).isEqualTo(50);
        assertThat(((Document) get("d1").state()).source()).isEqualTo(Source.of("{\"n\":51,\"even\":false}"));
    }
}
