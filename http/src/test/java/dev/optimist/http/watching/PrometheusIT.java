package dev.optimist.http.watching;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.optimist.http.testing.JsonClient;
import dev.optimist.http.testkit.OptimistServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A real Prometheus scrapes a server under load, with the rules, the scrape configuration and the Grafana dashboard that
 * are shipped. Only times are shorter than in those files: a second between two scrapes, ten seconds of rates, two for
 * an alert to last.
 */
class PrometheusIT {
    private static final Pattern LISTENS = Pattern.compile("msg=\"Listening on\" address=127\\.0\\.0\\.1:(\\d+)");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int CONFLICTS_WITHOUT_END = 1_000_000;

    private final OptimistServer server = OptimistServer.start();

    @TempDir
    private Path folder;

    @BeforeEach
    void assumePrometheus() {
        Tool.assumeInstalled("prometheus", "promtool");
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void rulesAndScrapeConfiguration_asShipped_areValid() throws IOException {
        Files.createDirectories(folder.resolve("alerts"));
        Files.createDirectories(folder.resolve("prometheus"));
        Path rules = Files.writeString(folder.resolve("alerts/optimist.yml"), shipped("/alerts/optimist.yml"));
        Path scrapes =
                Files.writeString(folder.resolve("prometheus/prometheus.yml"), shipped("/prometheus/prometheus.yml"));

        assertThat(Tool.run("promtool", "check", "rules", rules.toString())).contains("SUCCESS: 6 rules found");
        assertThat(Tool.run("promtool", "check", "config", scrapes.toString())).contains("SUCCESS");
    }

    @Test
    void prometheus_underAConflictStorm_answersEachPanelAndFiresAlerts() throws IOException {
        server.faults().conflict("stock", "plums", CONFLICTS_WITHOUT_END);
        server.faults().conflict("stock", "pears", 100);
        try (Contenders load = Contenders.start(server.url());
                Tool prometheus = prometheus()) {
            JsonClient client = new JsonClient(URI.create("http://127.0.0.1:" + prometheus.port()));
            assertThat(Poll.until(
                            status -> status == 200,
                            () -> client.get("/-/ready").status()))
                    .as("Prometheus is ready")
                    .isEqualTo(200);
            List<String> queries = queries();

            assertThat(queries).as("queries of the dashboard").hasSizeGreaterThan(40);
            assertThat(Poll.until(List::isEmpty, () -> unanswered(client, queries)))
                    .as("queries without data")
                    .isEmpty();
            assertThat(Poll.until(
                            firing -> firing.contains("OptimistConflictRatioHigh")
                                    && firing.contains("OptimistRetriesExhausted"),
                            () -> firing(client)))
                    .as("alerts of a conflict storm, and no other")
                    .containsExactlyInAnyOrder("OptimistConflictRatioHigh", "OptimistRetriesExhausted");
        }
    }

    private Tool prometheus() throws IOException {
        Files.writeString(
                folder.resolve("rules.yml"),
                shipped("/alerts/optimist.yml")
                        .replaceAll("for: \\d+m", "for: 2s")
                        .replace("[5m]", "[10s]"));
        Files.writeString(
                folder.resolve("prometheus.yml"),
                shipped("/prometheus/prometheus.yml")
                        .replace("15s", "1s")
                        .replace("../alerts/optimist.yml", "rules.yml")
                        .replace("localhost:9200", "127.0.0.1:" + server.port()));
        return Tool.start(
                LISTENS,
                List.of(
                        "prometheus",
                        "--config.file=" + folder.resolve("prometheus.yml"),
                        "--storage.tsdb.path=" + folder.resolve("tsdb"),
                        "--web.listen-address=127.0.0.1:0"));
    }

    /** Returns the query of each panel, with Grafana's variables as Grafana would fill them. */
    private static List<String> queries() throws IOException {
        return JSON.readTree(shipped("/grafana/optimist.json")).findValuesAsText("expr").stream()
                .map(expression ->
                        expression.replace("$__rate_interval", "10s").replaceAll("\\$(job|instance|index)", ".*"))
                .toList();
    }

    private static List<String> unanswered(JsonClient client, List<String> queries) {
        return queries.stream().filter(query -> !answered(client, query)).toList();
    }

    private static boolean answered(JsonClient client, String query) {
        JsonNode results = get(client, "/api/v1/query?query=" + URLEncoder.encode(query, StandardCharsets.UTF_8))
                .get("result");
        return StreamSupport.stream(results.spliterator(), /* parallel= */ false)
                .anyMatch(series -> Double.isFinite(series.get("value").get(1).asDouble(Double.NaN)));
    }

    private static Set<String> firing(JsonClient client) {
        return StreamSupport.stream(get(client, "/api/v1/alerts").get("alerts").spliterator(), /* parallel= */ false)
                .filter(alert -> alert.get("state").asText().equals("firing"))
                .map(alert -> alert.get("labels").get("alertname").asText())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static JsonNode get(JsonClient client, String path) {
        JsonNode answer = client.get(path).json();
        assertThat(answer.get("status").asText()).as("%s: %s", path, answer).isEqualTo("success");
        return answer.get("data");
    }

    private static String shipped(String resource) throws IOException {
        try (InputStream in = Objects.requireNonNull(PrometheusIT.class.getResourceAsStream(resource), resource)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
