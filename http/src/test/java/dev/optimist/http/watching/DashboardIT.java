package dev.optimist.http.watching;

import static org.assertj.core.api.Assertions.assertThat;

import dev.optimist.http.testing.Caller;
import dev.optimist.http.testing.TestServer;
import dev.optimist.http.testkit.OptimistServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The dashboard as a browser shows it, and as a client without one reads it. */
class DashboardIT {
    /** Where the screenshots of this run are left. */
    private static final Path SHOTS = Path.of("target", "dashboard");

    /** How many points the first chart has. */
    private static final String DRAWN = "return charts[0].data[0].length";

    private static final String PIXELS = "return document.querySelector('#charts canvas').toDataURL()";

    private final OptimistServer server = OptimistServer.start();
    private final HttpClient client = HttpClient.newHttpClient();

    @AfterEach
    void close() {
        server.close();
    }

    private URI page() {
        return server.url().resolve("/_dashboard");
    }

    @Test
    void page_inABrowserUnderLoad_movesAndShowsTheHottestDocument(@TempDir(cleanup = CleanupMode.NEVER) Path profile)
            throws IOException {
        try (Browser browser = Browser.open(profile);
                Contenders load = Contenders.start(server.url())) {
            browser.visit(page());
            int first = Poll.until(points -> points >= 3, () -> points(browser));
            String before = browser.run(PIXELS).asText();
            int later = Poll.until(points -> points >= first + 3, () -> points(browser));

            assertThat(later).as("points that were drawn").isGreaterThanOrEqualTo(first + 3);
            assertThat(browser.run(PIXELS).asText())
                    .as("the first chart's pixels have changed")
                    .isNotEqualTo(before);
            assertThat(browser.run("return document.querySelector('#hot tr td .id').textContent")
                            .asText())
                    .as("the hottest document")
                    .isEqualTo(Contenders.HOTTEST);
            assertThat(browser.run("return [...document.querySelectorAll('.number .value')].map(v => v.textContent)"))
                    .as("six numbers")
                    .hasSize(6)
                    .noneMatch(value -> value.asText().equals("–"));
            keepScreenshots(browser);
            assertThat(browser.console()).as("the browser's console").isEmpty();
        }
    }

    @Test
    void page_withSecurity_worksForWhoMayMonitor(@TempDir(cleanup = CleanupMode.NEVER) Path profile) {
        try (TestServer guarded = TestServer.start("--store=memory", "--security");
                Browser browser = Browser.open(profile)) {
            guarded.admin().put("/_security/user/watch", "{\"password\":\"secret-watch\",\"roles\":[\"monitor\"]}");
            assertThat(Caller.anonymous(guarded.uri("/")).get("/_dashboard").status())
                    .as("of somebody who does not log in")
                    .isEqualTo(401);

            URI root = guarded.uri("/");
            browser.visit(URI.create("http://watch:secret-watch@" + root.getAuthority() + "/"));
            browser.visit(guarded.uri("/_dashboard"));

            assertThat(Poll.until(points -> points >= 2, () -> points(browser)))
                    .as("points that were drawn")
                    .isGreaterThanOrEqualTo(2);
        }
    }

    private static int points(Browser browser) {
        return browser.run(DRAWN).asInt();
    }

    private static void keepScreenshots(Browser browser) throws IOException {
        Files.createDirectories(SHOTS);
        for (String colors : List.of("light", "dark")) {
            browser.onScreen(1400, 1060, /* phone= */ false, colors);
            keep(browser, colors);
        }
        browser.onScreen(390, 844, /* phone= */ true, "light");
        assertThat(browser.run("return document.documentElement.scrollWidth").asInt())
                .as("nothing is cut off on a phone")
                .isLessThanOrEqualTo(390);
        keep(browser, "phone");
    }

    private static void keep(Browser browser, String name) throws IOException {
        browser.run("charts.forEach(chart => chart.show())");
        Files.write(SHOTS.resolve(name + ".png"), browser.screenshot());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "/index.html", "/dashboard.js", "/dashboard.css", "/icon.svg", "/uplot.js", "/uplot.css"})
    void file_each_isOfThisServerAlone(String file) throws Exception {
        HttpResponse<String> answer =
                client.send(HttpRequest.newBuilder(URI.create(page() + file)).build(), BodyHandlers.ofString());

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Security-Policy"))
                .as("the browser is told to fetch nothing from elsewhere")
                .hasValueSatisfying(policy ->
                        assertThat(policy).contains("default-src 'none'").doesNotContain("unsafe", "http"));
        assertThat(answer.body())
                .as("nor is there an address of elsewhere to fetch")
                .doesNotContain("src=\"http", "href=\"http", "@import", "url(http");
    }

    @Test
    void file_unknown_is404() throws Exception {
        HttpResponse<String> answer = client.send(
                HttpRequest.newBuilder(URI.create(page() + "/..%2findex.html")).build(), BodyHandlers.ofString());

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(404);
    }

    @Test
    void stream_ofThoseWhoComeLater_beginsWithTheSameSamples() throws Exception {
        List<String> first = events(watch(), 3);
        List<String> second = events(watch(), 3);

        assertThat(second).as("one sampling for all").containsExactlyElementsOf(first);
    }

    @Test
    void stream_closingServer_endsAtOnce() throws Exception {
        HttpResponse<Stream<String>> watched = watch();
        CompletableFuture<Long> lines =
                CompletableFuture.supplyAsync(() -> watched.body().count());
        server.close();

        assertThat(lines.join()).as("an end, not a broken connection").isNotNegative();
    }

    @Test
    void stream_moreWatchersThanMay_areRefused() throws Exception {
        List<HttpResponse<Stream<String>>> watching = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            watching.add(watch());
            events(watching.get(i), 1);
        }

        assertThat(watch().statusCode()).as("one too many").isEqualTo(429);
    }

    private HttpResponse<Stream<String>> watch() throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(URI.create(page() + "/stream")).build(), BodyHandlers.ofLines());
    }

    /** Reads the first events; what is left of them keeps the connection open. */
    private static List<String> events(HttpResponse<Stream<String>> watched, int count) {
        assertThat(watched.headers().firstValue("Content-Type")).hasValue("text/event-stream");
        List<String> events = new ArrayList<>();
        var lines = watched.body().iterator();
        while (events.size() < count) {
            String line = lines.next();
            if (!line.isEmpty()) {
                assertThat(line).startsWith("data: {\"t\":");
                events.add(line);
            }
        }
        return events;
    }
}
