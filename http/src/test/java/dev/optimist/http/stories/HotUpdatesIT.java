package dev.optimist.http.stories;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.optimist.http.testing.JsonClient;
import dev.optimist.http.testing.JsonClient.Answer;
import dev.optimist.http.testing.TestServer;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Everybody updates one document at once with five retries: by script, by doc, each client one after the other. */
class HotUpdatesIT {
    private static final int CLIENTS = 256;
    private static final int UPDATES = 2;
    private static final String UPDATE = "/pages/_update/hot?retry_on_conflict=5";
    private static final String COUNT =
            "{\"script\":{\"source\":\"ctx._source.count += params.by\",\"params\":{\"by\":1}}}";

    @Test
    void updatesOfOneDocument_256AtOnce_noneIsRefusedAndNoneLost() {
        try (TestServer server = TestServer.start()) {
            JsonClient client = new JsonClient(server.uri("/"));
            client.put("/pages/_doc/hot", "{\"count\":0,\"seen\":{}}");

            CompletableFuture.allOf(IntStream.range(0, CLIENTS)
                            .mapToObj(number -> update(client, number, UPDATES))
                            .toArray(CompletableFuture[]::new))
                    .join();

            JsonNode hot = client.get("/pages/_doc/hot").json();
            assertThat(hot.at("/_source/count").asInt()).as("steps by script").isEqualTo(CLIENTS / 2 * UPDATES);
            assertThat(hot.at("/_source/seen"))
                    .as("merged fields")
                    .hasSize(CLIENTS / 2)
                    .allMatch(last -> last.asInt() == 1);
            assertThat(hot.at("/_version").asInt()).as("one version an update").isEqualTo(1 + CLIENTS * UPDATES);
        }
    }

    /** Sends an update, and the next once it was answered: as many are under way as there are clients. */
    private static CompletableFuture<Void> update(JsonClient client, int number, int left) {
        String body = number % 2 == 0 ? COUNT : "{\"doc\":{\"seen\":{\"client" + number + "\":" + left + "}}}";
        CompletableFuture<Void> updated = client.send("POST", UPDATE, body).thenAccept(HotUpdatesIT::expectUpdated);
        return left == 1 ? updated : updated.thenCompose(done -> update(client, number, left - 1));
    }

    private static void expectUpdated(Answer answer) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    }
}
