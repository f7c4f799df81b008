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
import dev.optimist.core.observe.EngineObserver;
import dev.optimist.core.store.InMemoryStore;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

final class RoutingTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final DocumentService service = await(DocumentService.open(
            InMemoryStore.ofOneWriter(),
            ServiceConfiguration.defaults(),
            EngineObserver.NOOP,
            () -> Schedulers.parallel()::schedule,
            Clock.systemUTC()));

    private static <T> T await(Mono<T> mono) {
        return Objects.requireNonNull(mono.block(PATIENCE), "an empty Mono");
    }

    @AfterEach
    void close() {
        service.close().block(PATIENCE);
    }

    private void create(String name, int shards, Map<String, Object> mappings) {
        Map<String, Map<String, Object>> aliases = Map.of("routed", Map.of("routing", "u9"));
        await(service.indices().create(name, new CreateIndex(shards, 1, Map.of(), mappings, aliases)));
    }

    private Mono<WriteResult> put(String index, String id, @Nullable String routing, String json) {
        return service.index(new IndexCommand(
                index, id, routing, Source.of(json), WriteCondition.none(), /* requireAlias= */ false));
    }

    private GetResult get(String index, String id, @Nullable String routing) {
        return await(service.get(new GetCommand(index, id, routing, null)));
    }

    private static void refused(Mono<?> write, ErrorKind kind, String reason) {
        StepVerifier.create(write)
                .expectErrorSatisfies(error -> {
                    assertThat(error).as("a failure for the caller").isInstanceOf(DocumentException.class);
                    assertThat(((DocumentException) error).kind())
                            .as("its kind")
                            .isEqualTo(kind);
                    assertThat(((DocumentException) error).reason())
                            .as("its reason")
                            .isEqualTo(reason);
                })
                .verify(PATIENCE);
    }

    @Test
    void sameId_underTwoRoutings_isTwoDocuments() {
        create("i", 5, Map.of());
        await(put("i", "1", "1", "{\"n\":1}")); // shard 4
        await(put("i", "1", "2", "{\"n\":2}")); // shard 3

        assertThat(List.of(get("i", "1", "1"), get("i", "1", "2")))
                .as("each under its routing")
                .extracting(found -> ((Document) found.state()).source())
                .containsExactly(Source.of("{\"n\":1}"), Source.of("{\"n\":2}"));
    }

    @Test
    void requiredRouting_missing_refusesReadsAndWrites() {
        create("i", 1, Map.of("_routing", Map.of("required", true)));
        String reason = "routing is required for [i]/[1]";

        refused(put("i", "1", null, "{}"), ErrorKind.ROUTING_MISSING, reason);
        refused(put("i", "1", "", "{}"), ErrorKind.ROUTING_MISSING, reason);
        refused(service.get(new GetCommand("i", "1", null, null)), ErrorKind.ROUTING_MISSING, reason);
        refused(
                service.delete(new DeleteCommand("i", "1", null, WriteCondition.none())),
                ErrorKind.ROUTING_MISSING,
                reason);
        assertThat(await(put("i", "1", "r", "{}")).routing()).as("with one").isEqualTo("r");
    }

    @Test
    void aliasWithRouting_givesItToItsRequests() {
        create("i", 5, Map.of());

        assertThat(await(put("routed", "1", null, "{}")).routing())
                .as("the alias's")
                .isEqualTo("u9");
        assertThat(get("routed", "1", null).state().live())
                .as("found through it")
                .isTrue();
        assertThat(get("i", "1", "u9").state().live()).as("and beside it").isTrue();
        refused(
                put("routed", "1", "x", "{}"),
                ErrorKind.ILLEGAL_ARGUMENT,
                "Alias [routed] has index routing associated with it [u9], and was provided with routing value [x],"
                        + " rejecting operation");
    }

    @Test
    void joinField_childWithoutRouting_isRefused() {
        Map<String, Object> join = Map.of("type", "join", "relations", Map.of("franchise", List.of("film")));
        create("series", 1, Map.of("properties", Map.of("j", join)));
        String child = "{\"j\": {\"name\": \"film\", \"parent\": \"1\"}}";

        await(put("series", "1", null, "{\"j\":\"franchise\"}"));
        await(put("series", "3", null, "{\"other\":{\"j\":\"film\"}}"));
        refused(
                put("series", "2", null, child),
                ErrorKind.DOCUMENT_PARSING,
                "[1:37] failed to parse: [routing] is missing for join field [j]");
        assertThat(await(put("series", "2", "1", child)).routing())
                .as("with one")
                .isEqualTo("1");
    }

    @Test
    void halfASurrogatePair_isNoId() {
        String reason = "[_id] must not contain half of a surrogate pair, at position [1]";

        refused(put("i", "a\uD800", null, "{}"), ErrorKind.ILLEGAL_ARGUMENT, reason);
        refused(put("i", "a\uD800b", null, "{}"), ErrorKind.ILLEGAL_ARGUMENT, reason);
        refused(put("i", "a\uDC00\uD800", null, "{}"), ErrorKind.ILLEGAL_ARGUMENT, reason);
        refused(service.get(new GetCommand("i", "a\uDC00", null, null)), ErrorKind.ILLEGAL_ARGUMENT, reason);
        refused(
                put("i", "1", "\uD800", "{}"),
                ErrorKind.ILLEGAL_ARGUMENT,
                "[_routing] must not contain half of a surrogate pair, at position [0]");
        assertThat(await(put("i", "\uD83D\uDE00", "\uD83D\uDE00", "{}")).id())
                .as("a pair is a character")
                .isEqualTo("\uD83D\uDE00");
    }
}
