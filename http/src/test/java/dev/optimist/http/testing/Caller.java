package dev.optimist.http.testing;

import dev.optimist.http.testing.JsonClient.Answer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** Somebody who sends JSON with an {@code Authorization} header, or without one. */
public final class Caller {
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final URI server;
    private final @Nullable String authorization;

    private Caller(URI server, @Nullable String authorization) {
        this.server = server;
        this.authorization = authorization;
    }

    public static Caller anonymous(URI server) {
        return new Caller(server, null);
    }

    public static Caller of(URI server, String user, String password) {
        return with(server, "Basic " + base64(user + ":" + password));
    }

    public static Caller with(URI server, String authorization) {
        return new Caller(server, authorization);
    }

    /** Returns what comes after {@code ApiKey}, as Elasticsearch's clients put it together. */
    public static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    public Answer get(String path) {
        return send("GET", path, "");
    }

    public Answer put(String path, String body) {
        return send("PUT", path, body);
    }

    public Answer post(String path, String body) {
        return send("POST", path, body);
    }

    /** Sends a request and waits for its answer. */
    public Answer send(String method, String path, String body) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(server.resolve(path)).timeout(Duration.ofSeconds(60));
        if (authorization != null) {
            request.header("Authorization", authorization);
        }
        if (body.isEmpty()) {
            request.method(method, BodyPublishers.noBody());
        } else {
            request.header("Content-Type", "application/json").method(method, BodyPublishers.ofString(body));
        }
        HttpResponse<String> response =
                CLIENT.sendAsync(request.build(), BodyHandlers.ofString()).join();
        return new Answer(response.statusCode(), response.body());
    }
}
