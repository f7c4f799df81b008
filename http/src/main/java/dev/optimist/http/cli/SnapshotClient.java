package dev.optimist.http.cli;

import dev.optimist.core.source.JsonMaps;
import dev.optimist.core.store.rocksdb.Progress;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Asks a running server for a snapshot, in a repository that it registers for the folder. */
final class SnapshotClient {
    private static final String REPOSITORY = "optimist-backup";
    private static final Duration CONNECT_MAX = Duration.ofSeconds(10);
    private static final Duration ANSWER_MAX = Duration.ofHours(6);

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT_MAX)
            .build();
    private final URI server;
    private final @Nullable String authorization;

    SnapshotClient(URI server, @Nullable String authorization) {
        this.server = server;
        this.authorization = authorization;
    }

    /** Takes a snapshot into a folder of the server's machine, and waits until it is there. */
    void take(Path target, Progress progress) throws InterruptedException {
        Path parent = target.getParent();
        Path name = target.getFileName();
        if (parent == null || name == null) {
            throw new OperationFailure("[" + target + "] is no folder that can be made");
        }
        Map<String, Object> repository = Map.of("type", "fs", "settings", Map.of("location", parent.toString()));
        put("/_snapshot/" + REPOSITORY, JsonMaps.write(repository), progress);
        put("/_snapshot/" + REPOSITORY + "/" + name + "?wait_for_completion=true", new byte[0], progress);
    }

    private void put(String path, byte[] body, Progress progress) throws InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(server.resolve(path))
                .timeout(ANSWER_MAX)
                .PUT(HttpRequest.BodyPublishers.ofByteArray(body));
        if (body.length > 0) {
            request.header("Content-Type", "application/json");
        }
        if (authorization != null) {
            request.header("Authorization", authorization);
        }
        HttpResponse<String> answer =
                await(http.sendAsync(request.build(), HttpResponse.BodyHandlers.ofString()), progress);
        if (answer.statusCode() != 200) {
            throw new OperationFailure("the server answers " + answer.statusCode() + ": " + answer.body());
        }
    }

    private HttpResponse<String> await(CompletableFuture<HttpResponse<String>> answer, Progress progress)
            throws InterruptedException {
        while (true) {
            try {
                return answer.get(1, TimeUnit.SECONDS);
            } catch (TimeoutException e) {
                progress.at("waiting for the server", 0, 0);
            } catch (ExecutionException e) {
                Throwable cause = e.getCause() instanceof IOException io ? io : e;
                throw new OperationFailure("no answer from [" + server + "]: " + cause);
            }
        }
    }
}
