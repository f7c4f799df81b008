package dev.optimist.core.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.optimist.core.document.Source;
import dev.optimist.core.document.WriteCondition;
import dev.optimist.core.document.WriteResult;
import dev.optimist.core.index.CreateIndex;
import dev.optimist.core.index.IndexMetadata;
import dev.optimist.core.observe.EngineObserver;
import dev.optimist.core.service.IndexTemplate.Component;
import dev.optimist.core.service.IndexTemplate.Parts;
import dev.optimist.core.store.InMemoryStore;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

final class ClusterAdministrationTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private InMemoryStore store = InMemoryStore.ofOneWriter();
    private DocumentService service = open(store);

    private static DocumentService open(InMemoryStore store) {
        return await(DocumentService.open(
                store,
                ServiceConfiguration.defaults(),
                EngineObserver.NOOP,
                () -> Schedulers.parallel()::schedule,
                Clock.systemUTC()));
    }

    private static <T> T await(Mono<T> mono) {
        return Objects.requireNonNull(mono.block(PATIENCE), "an empty Mono");
    }

    @AfterEach
    void close() {
        service.close().block(PATIENCE);
    }

    private void reopen() {
        close();
        store = store.reopen();
        service = open(store);
    }

    private WriteResult put(String index, String id, String json) {
        return await(service.index(new IndexCommand(index, id, null, Source.of(json), WriteCondition.none(), false)));
    }

    private IndexAdministration indices() {
        return service.indices();
    }

    private IndexMetadata index(String name) {
        return indices().find(name).orElseThrow();
    }

    private void set(String name, String value) {
        await(indices().clusterSettings().update(new HashMap<>(Map.of(name, value)), Map.of()));
    }

    private static IndexTemplate template(String pattern, long priority, List<String> composedOf, String shards) {
        Parts parts = new Parts(true, Map.of("index.number_of_shards", shards), Map.of(), Map.of("all", Map.of()));
        return new IndexTemplate(List.of(pattern), priority, composedOf, parts, Map.of());
    }

    @Test
    void autoCreate_whereSettingsForbidIt_isRefusedAlsoAfterARestart() {
        set(ClusterSettings.AUTO_CREATE, "-no*,+*");
        reopen();

        put("yes", "1", "{}");
        assertThatThrownBy(() -> put("nope", "1", "{}"))
                .hasMessage("no such index [nope] and [action.auto_create_index] contains [-no*] which forbids"
                        + " automatic creation of the index");
    }

    @Test
    void autoCreate_whereNoPatternMatches_isRefused() {
        set(ClusterSettings.AUTO_CREATE, "a*,b*");

        assertThatThrownBy(() -> put("c", "1", "{}"))
                .hasMessage("no such index [c] and [action.auto_create_index] ([a*,b*]) doesn't match");
    }

    @Test
    void autoCreate_underTemplates_followsTheOneOfTheHighestPriority() {
        Parts shared = new Parts(true, Map.of("index.codec", "best_compression"), Map.of(), Map.of());
        indices()
                .templates()
                .putComponent("shared", new Component(shared, Map.of()))
                .block(PATIENCE);
        indices().templates().put("low", template("*", 1, List.of(), "2")).block(PATIENCE);
        indices()
                .templates()
                .put("high", template("log-*", 2, List.of("shared"), "3"))
                .block(PATIENCE);
        reopen();

        put("log-1", "1", "{}");

        assertThat(index("log-1").numberOfShards()).isEqualTo(3);
        assertThat(index("log-1").settings()).containsEntry("index.codec", "best_compression");
        assertThat(index("log-1").aliases()).containsOnlyKeys("all");
    }

    @Test
    void templates_thatMatchTheSameNamesAtOnePriority_areRefused() {
        indices().templates().put("one", template("log-*", 1, List.of(), "1")).block(PATIENCE);

        Mono<Void> other = indices().templates().put("two", template("*-x", 1, List.of(), "1"));

        assertThatThrownBy(() -> other.block(PATIENCE)).hasMessageContaining("same priority [1]");
    }

    @Test
    void index_closedAndOpened_goesOnUnderATermRaisedByTwo() {
        long before = put("i", "1", "{}").primaryTerm();
        await(indices().close("i"));
        assertThatThrownBy(() -> put("i", "1", "{}")).hasMessage("closed");

        await(indices().open("i"));

        WriteResult after = put("i", "1", "{}");
        assertThat(after.primaryTerm()).isEqualTo(before + 2);
        assertThat(after.seqNo()).isEqualTo(1);
    }

    @Test
    void mapping_askedForAgain_hasTheFieldsOfNewDocuments() {
        await(indices().create("i", new CreateIndex(2, 0, Map.of(), Map.of(), Map.of())));
        put("i", "1", "{\"a\":1}");
        assertThat(await(indices().withMapping(index("i"))).mappings().toString())
                .isEqualTo("{properties={a={type=long}}}");

        put("i", "2", "{\"b\":true}");
        await(indices().withMapping(index("i")));
        reopen();

        assertThat(index("i").mappings().toString())
                .as("what was found is durable")
                .isEqualTo("{properties={a={type=long}, b={type=boolean}}}");
    }

    @Test
    void expressions_expandToOpenClosedAndHiddenIndicesAsAsked() {
        await(indices().create("a1", CreateIndex.DEFAULT));
        await(indices().create("a2", CreateIndex.DEFAULT));
        await(indices().close("a2"));
        Map<String, String> hidden = Map.of("index.hidden", "true");
        await(indices().create("a3", new CreateIndex(1, 1, hidden, Map.of(), Map.of())));

        assertThat(names("a*", IndexOptions.OPEN)).containsExactly("a1");
        assertThat(names("a*", IndexOptions.CLOSED)).containsExactly("a2");
        assertThat(names("a*", IndexOptions.HIDDEN)).containsExactly("a1", "a2", "a3");
        assertThat(names("*,-a2", IndexOptions.ALL)).containsExactly("a1");
        assertThatThrownBy(() -> names("a2", IndexOptions.OPEN_ONLY)).hasMessage("closed");
        assertThatThrownBy(() -> names("z*", IndexOptions.OPEN.allowingNoIndices(false)))
                .hasMessage("no such index [z*]");
    }

    private List<String> names(String expression, IndexOptions options) {
        return indices().resolve(expression, options).stream()
                .map(IndexMetadata::name)
                .toList();
    }
}
