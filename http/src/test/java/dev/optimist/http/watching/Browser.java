package dev.optimist.http.watching;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** A headless Chromium, driven by the words of the WebDriver standard. */
final class Browser implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern LISTENS = Pattern.compile("successfully on port (\\d+)");
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final HttpClient client = HttpClient.newHttpClient();
    private final Tool driver;
    private final URI session;

    private Browser(Path profile) {
        driver = Tool.start(LISTENS, List.of("chromedriver", "--port=0"));
        URI sessions = URI.create("http://127.0.0.1:" + driver.port() + "/session");
        List<String> arguments = List.of(
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--disable-dev-shm-usage",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--user-data-dir=" + profile);
        Map<String, Object> wanted = Map.of(
                "browserName", "chrome",
                "goog:loggingPrefs", Map.of("browser", "ALL"),
                "goog:chromeOptions", Map.of("args", arguments));
        JsonNode opened = post(sessions, Map.of("capabilities", Map.of("alwaysMatch", wanted)));
        session = URI.create(sessions + "/" + opened.get("sessionId").asText());
    }

    /** Starts a browser that has never been used; skips the test where there is none. */
    static Browser open(Path profile) {
        Tool.assumeInstalled("chromium", "chromedriver");
        return new Browser(profile);
    }

    void visit(URI page) {
        post(under("/url"), Map.of("url", page.toString()));
    }

    /** Runs a script in the page; returns what it returns. */
    JsonNode run(String script) {
        return post(under("/execute/sync"), Map.of("script", script, "args", List.of()));
    }

    /** Returns what the page has written to its console since the last call. */
    JsonNode console() {
        return post(under("/se/log"), Map.of("type", "browser"));
    }

    /** Looks at the page on another screen. */
    void onScreen(int width, int height, boolean phone, String colors) {
        devtools(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", phone ? 2 : 1, "mobile", phone));
        devtools(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", colors))));
    }

    private void devtools(String command, Map<String, Object> parameters) {
        post(under("/goog/cdp/execute"), Map.of("cmd", command, "params", parameters));
    }

    /** Returns what is to be seen, as a PNG. */
    byte[] screenshot() {
        return Base64.getDecoder()
                .decode(send(HttpRequest.newBuilder(under("/screenshot")).GET()).asText());
    }

    private URI under(String path) {
        return URI.create(session + path);
    }

    private JsonNode post(URI to, Map<String, Object> body) {
        try {
            return send(HttpRequest.newBuilder(to)
                    .header("Content-Type", "application/json")
                    .POST(BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private JsonNode send(HttpRequest.Builder request) {
        try {
            JsonNode value = JSON.readTree(client.send(request.timeout(PATIENCE).build(), BodyHandlers.ofByteArray())
                            .body())
                    .get("value");
            if (value.has("error")) {
                throw new AssertionError(value.toString());
            }
            return value;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        try {
            send(HttpRequest.newBuilder(session).DELETE());
        } finally {
            driver.close();
        }
    }
}
