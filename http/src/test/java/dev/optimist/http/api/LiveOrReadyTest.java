package dev.optimist.http.api;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.optimist.core.document.Source;
import dev.optimist.core.document.WriteCondition;
import dev.optimist.core.observe.EngineObserver;
import dev.optimist.core.service.DocumentService;
import dev.optimist.core.service.IndexCommand;
import dev.optimist.core.service.ServiceConfiguration;
import dev.optimist.core.snapshot.RepositoryFolders;
import dev.optimist.core.store.InMemoryStore;
import dev.optimist.http.json.ApiVersion;
import dev.optimist.http.json.ContentNegotiation;
import dev.optimist.http.json.ContentType;
import dev.optimist.http.json.FilterPath;
import dev.optimist.http.json.Output;
import dev.optimist.http.route.HttpMethod;
import dev.optimist.http.route.Parameters;
import dev.optimist.http.route.PathParameters;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.scheduler.Schedulers;

class LiveOrReadyTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final InMemoryStore store = InMemoryStore.ofOneWriter();
    private final DocumentService service = requireNonNull(DocumentService.open(
                    store,
                    ServiceConfiguration.defaults(),
                    EngineObserver.NOOP,
                    () -> Schedulers.parallel()::schedule,
                    Clock.systemUTC())
            .block(PATIENCE));
    private final NodeInfo node = new NodeInfo("n", "c", "_na_");

    @AfterEach
    void close() {
        service.close().onErrorComplete().block(PATIENCE);
    }

    @Test
    void probes_ofServerThatIsWell_areGreen() throws IOException {
        assertThat(ask("/_health/live").status()).isEqualTo(200);
        assertThat(ask("/_health/ready").status()).isEqualTo(200);
        assertThat(json(ask("/_health/ready")).get("ready").asBoolean()).isTrue();
        assertThat(json(report()).get("status").asText()).isEqualTo("green");
    }

    @Test
    void readiness_afterFailedCommit_isRedAndLivenessStays() throws IOException {
        service.ensureIndex("i", false).block(PATIENCE);
        failACommit();

        Response ready = ask("/_health/ready");
        assertThat(ready.status()).isEqualTo(503);
        assertThat(new String(ready.body(), StandardCharsets.UTF_8)).isEqualTo("{\"ready\":false}");
        assertThat(ask("/_health/live").status()).isEqualTo(200);
        JsonNode shards = json(report()).at("/indicators/shards_availability");
        assertThat(json(report()).get("status").asText()).isEqualTo("red");
        assertThat(shards.get("status").asText()).isEqualTo("red");
        assertThat(shards.at("/diagnosis/0/cause").asText()).contains("a write to the store failed");
    }

    @Test
    void disk_nearlyFull_isYellowThenRed() {
        assertThat(List.of(70.0, 92.0, 96.0))
                .extracting(used -> HealthIndicators.disk(used, Path.of("/")).status())
                .containsExactly("green", "yellow", "red");
    }

    private void failACommit() {
        store.failNextWrite();
        service.index(new IndexCommand(
                        "i", "1", null, Source.of("{}"), WriteCondition.none(), /* requireAlias= */ false))
                .onErrorComplete()
                .block(PATIENCE);
    }

    private Response ask(String path) {
        return requireNonNull(new LiveOrReady(service).handle(request(path)).block(PATIENCE));
    }

    private Response report() {
        return requireNonNull(new HealthReport(
                        service, service.snapshots(new RepositoryFolders(List.of()), Clock.systemUTC()), node, null)
                .handle(request("/_health_report"))
                .block(PATIENCE));
    }

    private static JsonNode json(Response response) throws IOException {
        return new ObjectMapper().readTree(response.body());
    }

    private static Request request(String path) {
        ContentNegotiation formats = ContentNegotiation.json(ApiVersion.V8);
        Output output = new Output(
                formats.answer(), formats.mediaType(), false, false, false, FilterPath.ALL, formats.version());
        return new Request(
                HttpMethod.GET,
                path,
                path,
                Parameters.parse("", PathParameters.NONE),
                name -> null,
                new byte[0],
                ContentType.JSON,
                output);
    }
}
