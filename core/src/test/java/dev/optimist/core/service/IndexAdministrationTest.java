package dev.optimist.core.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.optimist.core.document.Source;
import dev.optimist.core.document.WriteCondition;
import dev.optimist.core.document.WriteCondition.External;
import dev.optimist.core.document.WriteResult;
import dev.optimist.core.error.DocumentException;
import dev.optimist.core.error.ErrorKind;
import dev.optimist.core.error.IndexException;
import dev.optimist.core.index.CreateIndex;
import dev.optimist.core.index.IndexMetadata;
import dev.optimist.core.observe.EngineObserver;
import dev.optimist.core.store.InMemoryStore;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

final class IndexAdministrationTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final List<String> deleted = new ArrayList<>();
    private InMemoryStore store = InMemoryStore.ofOneWriter();
    private DocumentService service = open();

    private DocumentService open() {
        EngineObserver observer = new EngineObserver() {
            @Override
            public void indexDeleted(String index) {
                deleted.add(index);
            }
        };
        return await(DocumentService.open(
                store, ServiceConfiguration.defaults(), observer, () -> Runnable::run, Clock.systemUTC()));
    }

    private void reopen() {
        close();
        store = store.reopen();
        service = open();
    }

    @AfterEach
    void close() {
        service.close().block(PATIENCE);
    }

    private static <T> T await(Mono<T> mono) {
        return Objects.requireNonNull(mono.block(PATIENCE), "an empty Mono");
    }

    private IndexMetadata create(String name) {
        return create(name, CreateIndex.DEFAULT);
    }

    private IndexMetadata create(String name, CreateIndex definition) {
        return await(service.indices().create(name, definition));
    }

    private void set(String name, String setting, String value) {
        await(service.indices().update(name, index -> {
            Map<String, String> settings = new HashMap<>(index.settings());
            settings.put(setting, value);
            return index.withSettings(settings);
        }));
    }

    private void alias(String name, String alias, Map<String, Object> properties) {
        await(service.indices().update(name, index -> {
            Map<String, Map<String, Object>> aliases = new HashMap<>(index.aliases());
            aliases.put(alias, properties);
            return index.withAliases(aliases);
        }));
    }

    private Mono<WriteResult> put(String index, boolean requireAlias) {
        return service.index(new IndexCommand(index, "1", null, Source.of("{}"), WriteCondition.none(), requireAlias));
    }

    private WriteResult put(String index) {
        return await(put(index, /* requireAlias= */ false));
    }

    private Mono<?> get(String index) {
        return service.get(new GetCommand(index, "1", null, null));
    }

    private static DocumentException failure(Mono<?> mono) {
        return assertThatExceptionOfType(DocumentException.class)
                .isThrownBy(() -> mono.block(PATIENCE))
                .actual();
    }

    private List<String> resolve(String expression) {
        return service.indices().resolve(expression, /* ignoreUnavailable= */ false).stream()
                .map(IndexMetadata::name)
                .toList();
    }

    @Test
    void create_metadata_outlivesTheService() {
        CreateIndex definition = new CreateIndex(
                3,
                2,
                Map.of("index.gc_deletes", "5s"),
                Map.of("properties", Map.of("n", Map.of("type", "long"))),
                Map.of("a", Map.of("is_write_index", true)));
        IndexMetadata made = create("i", definition);
        put("i");
        reopen();

        assertThat(service.indices().find("i")).contains(made);
        assertThat(service.indices().aliased("a")).containsExactly(made);
        assertThat(await(put("a", /* requireAlias= */ true)).version()).isEqualTo(2);
    }

    @Test
    void create_nameInUse_isRefused() {
        IndexMetadata made = create("i");
        alias("i", "a", Map.of());

        DocumentException again = failure(service.indices().create("i", CreateIndex.DEFAULT));
        DocumentException asAlias = failure(service.indices().create("a", CreateIndex.DEFAULT));

        assertThat(again.kind()).isEqualTo(ErrorKind.RESOURCE_ALREADY_EXISTS);
        assertThat(again.reason()).isEqualTo("index [i/" + made.uuid() + "] already exists");
        assertThat(asAlias.reason()).isEqualTo("Invalid index name [a], already exists as alias");
    }

    @Test
    void create_invalidName_isRefusedAndNotMade() {
        assertThat(failure(service.indices().create("I", CreateIndex.DEFAULT)).reason())
                .isEqualTo("Invalid index name [I], must be lowercase");
        assertThat(failure(put("I", /* requireAlias= */ false)).kind()).isEqualTo(ErrorKind.INVALID_INDEX_NAME);
        assertThat(service.indices().all()).isEmpty();
    }

    @Test
    void write_manyAtOnceToAMissingIndex_makeItOnce() {
        List<WriteResult> results = await(Flux.range(0, 2_000)
                .flatMap(
                        n -> service.index(new IndexCommand(
                                        "i", "id-" + n, null, Source.of("{}"), WriteCondition.none(), false))
                                .subscribeOn(Schedulers.parallel()),
                        2_000)
                .collectList());

        assertThat(results.stream().map(WriteResult::seqNo).sorted().toList())
                .isEqualTo(IntStream.range(0, 2_000).mapToObj(Long::valueOf).toList());
        assertThat(service.indices().all()).hasSize(1);
    }

    @Test
    void delete_thenCreateAgain_isAnotherIndex() {
        IndexMetadata first = create("i");
        put("i");
        service.indices().delete(List.of("i")).block(PATIENCE);
        assertThat(deleted).containsExactly("i");
        assertThat(failure(get("i")).kind()).isEqualTo(ErrorKind.INDEX_NOT_FOUND);

        IndexMetadata second = create("i");

        assertThat(second.uuid()).isNotEqualTo(first.uuid());
        assertThat(List.of(put("i").version(), put("i").seqNo())).containsExactly(1L, 1L);
    }

    @Test
    void delete_afterReopen_staysDeleted() {
        create("i");
        service.indices().delete(List.of("i")).block(PATIENCE);
        reopen();

        assertThat(service.indices().all()).isEmpty();
        assertThat(failure(service.indices().delete(List.of("i"))).kind()).isEqualTo(ErrorKind.INDEX_NOT_FOUND);
    }

    @Test
    void alias_ofOneIndex_readsAndWritesIt() {
        create("i");
        alias("i", "a", Map.of());

        assertThat(put("a").index()).as("the concrete index").isEqualTo("i");
        assertThat(get("a").block(PATIENCE)).isNotNull();
    }

    @Test
    void alias_disabledForWrites_refusesThem() {
        create("i");
        alias("i", "a", Map.of("is_write_index", false));

        assertThat(failure(put("a", /* requireAlias= */ false)).reason())
                .isEqualTo("no write index is defined for alias [a]. The write index may be explicitly disabled using"
                        + " is_write_index=false or the alias points to multiple indices without one being designated"
                        + " as a write index");
    }

    @Test
    void alias_ofTwoIndices_writesToTheDesignatedOneAndReadsNone() {
        create("i");
        create("j");
        alias("i", "a", Map.of());
        alias("j", "a", Map.of());
        assertThat(failure(put("a", /* requireAlias= */ false)).reason()).startsWith("no write index is defined");
        alias("j", "a", Map.of("is_write_index", true));

        assertThat(put("a").index()).isEqualTo("j");
        assertThat(failure(get("a")).reason())
                .isEqualTo(
                        "alias [a] has more than one index associated with it [i, j], can't execute a single index op");
    }

    @Test
    void requireAlias_nameThatIsNone_isNotFound() {
        create("i");
        String reason = " and [require_alias] request flag is [true] and [%s] is not an alias";

        assertThat(failure(put("i", /* requireAlias= */ true)).reason())
                .isEqualTo("no such index [i]" + reason.formatted("i"));
        assertThat(failure(put("nope", /* requireAlias= */ true)).reason())
                .isEqualTo("no such index [nope]" + reason.formatted("nope"));
        assertThat(service.indices().all()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "index.blocks.write,FORBIDDEN/8/index write (api),false",
        "index.blocks.read_only,FORBIDDEN/5/index read-only (api),false",
        "index.blocks.read,FORBIDDEN/7/index read (api),true"
    })
    void block_ofAnIndex_refusesWhatItBlocks(String setting, String sentence, boolean reads) {
        put("i");
        set("i", setting, "true");

        DocumentException refusal = failure(reads ? get("i") : put("i", /* requireAlias= */ false));
        assertThat(refusal.kind()).isEqualTo(ErrorKind.CLUSTER_BLOCK);
        assertThat(refusal.reason()).isEqualTo("index [i] blocked by: [" + sentence + "];");
        set("i", setting, "false");
        assertThat(put("i").version()).isEqualTo(2);
    }

    @Test
    void closedIndex_takesNoOperationsUntilItIsOpen() {
        put("i");
        await(service.indices().update("i", index -> index.withOpen(false)));
        reopen();

        assertThat(failure(get("i")).reason()).isEqualTo("closed");
        assertThat(failure(put("i", /* requireAlias= */ false)).kind()).isEqualTo(ErrorKind.INDEX_CLOSED);
        await(service.indices().update("i", index -> index.withOpen(true)));
        assertThat(put("i").version()).isEqualTo(2);
    }

    @Test
    void delete_missingIndex_isMadeForAnExternalVersionAlone() {
        Mono<WriteResult> plain = service.delete(new DeleteCommand("i", "1", null, WriteCondition.none()));
        assertThat(failure(plain).kind()).isEqualTo(ErrorKind.INDEX_NOT_FOUND);

        WriteResult external = await(service.delete(new DeleteCommand("i", "1", null, new External(7))));

        assertThat(external.version()).isEqualTo(7);
    }

    @Test
    void resolve_expressions_findWhatTheyName() {
        List.of("logs-1", "logs-2", "other", ".dot", "secret").forEach(this::create);
        set("secret", "index.hidden", "true");
        alias("other", "logs-alias", Map.of());

        assertThat(resolve("")).containsExactly(".dot", "logs-1", "logs-2", "other");
        assertThat(resolve("_all")).isEqualTo(resolve(""));
        assertThat(resolve("*")).isEqualTo(resolve(""));
        assertThat(resolve("logs-*")).as("aliases too").containsExactly("logs-1", "logs-2", "other");
        assertThat(resolve("*-2")).containsExactly("logs-2");
        assertThat(resolve("logs-*,-logs-1")).containsExactly("logs-2", "other");
        assertThat(resolve("logs-*,-*-2,secret")).containsExactly("logs-1", "other", "secret");
        assertThat(resolve("other,logs-1,other")).containsExactly("other", "logs-1");
        assertThat(resolve("logs-alias")).containsExactly("other");
        assertThat(resolve("nothing-*")).isEmpty();
    }

    @Test
    void resolve_namesThatAreNotThere_areNotFoundOrPassedOver() {
        create("i");

        assertThatExceptionOfType(IndexException.class)
                .isThrownBy(() -> resolve("i,nope"))
                .withMessage("no such index [nope]");
        assertThatExceptionOfType(IndexException.class)
                .isThrownBy(() -> resolve("-i"))
                .withMessageContaining("if you intended to exclude this index");
        assertThat(service.indices().resolve("i,nope", /* ignoreUnavailable= */ true))
                .hasSize(1);
    }

    @Test
    void resolve_wildcardThatLooksLikeARegularExpression_isNone() {
        create("a.b");
        create("axb");

        assertThat(resolve("a.*")).containsExactly("a.b");
        assertThat(resolve("*\\E*")).isEmpty();
    }

    @Test
    void statistics_countWhatIsDurable() {
        create("i", new CreateIndex(2, 1, Map.of(), Map.of(), Map.of()));
        put("i");
        service.delete(new DeleteCommand("i", "4", null, WriteCondition.none())).block(PATIENCE);

        IndexStatistics statistics = service.indices().statistics("i");

        assertThat(List.of(statistics.documents(), statistics.deleted())).containsExactly(1L, 1L);
        assertThat(statistics.shards())
                .extracting(IndexStatistics.ShardStatistics::maxSeqNo)
                .containsExactly(0L, 0L);
    }
}
