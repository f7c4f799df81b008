package dev.optimist.http.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** The JDK's HTTP client, which sends JSON and reads it. */
public final class JsonClient {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI server;

    public JsonClient(URI server) {
        this.server = server;
    }

    /** An answer: its status and its text. */
    public record Answer(int status, String text) {
        public JsonNode json() {
            try {
                return JSON.readTree(text);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** Returns the condition that a write on top of this answer's document has. */
        public String condition() {
            return "if_seq_no=" + json().get("_seq_no") + "&if_primary_term=" + json().get("_primary_term");
        }
    }

    public Answer get(String path) {
        return send("GET", path, "").join();
    }

    public Answer put(String path, String body) {
        return send("PUT", path, body).join();
    }

    public Answer post(String path, String body) {
        return send("POST", path, body).join();
    }

    public Answer delete(String path) {
        return send("DELETE", path, "").join();
    }

    /** Sends a request now; completes with its answer. */
    public CompletableFuture<Answer> send(String method, String path, String body) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(server.resolve(path)).timeout(Duration.ofSeconds(30));
        if (body.isEmpty()) {
            request.method(method, BodyPublishers.noBody());
        } else {
            request.header("Content-Type", "application/json").method(method, BodyPublishers.ofString(body));
        }
        return client.sendAsync(request.build(), BodyHandlers.ofString()).thenApply(JsonClient::answer);
    }

    private static Answer answer(HttpResponse<String> response) {
        return new Answer(response.statusCode(), response.body());
    }
}
