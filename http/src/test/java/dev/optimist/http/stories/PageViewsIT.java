package dev.optimist.http.stories;

import static org.assertj.core.api.Assertions.assertThat;

import dev.optimist.http.testing.JsonClient;
import dev.optimist.http.testing.JsonClient.Answer;
import dev.optimist.http.testing.TestServer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Story A: visitors count the views of a page, and no view is lost. */
class PageViewsIT {
    private static final String PAGE = "/pages/_doc/home";

    @ParameterizedTest
    @ValueSource(strings = {"7", "8"})
    void twoVisitors_sameRevision_oneConflictsAndTriesAgain(String mode) {
        try (TestServer server = TestServer.start("--api-compat=" + mode)) {
            JsonClient client = new JsonClient(server.uri("/"));
            client.put(PAGE, "{\"views\":10}");
            Answer seen = client.get(PAGE);

            List<Answer> answers = Stream.of("first", "second")
                    .map(visitor -> client.send("PUT", PAGE + "?" + seen.condition(), "{\"views\":11}"))
                    .toList()
                    .stream()
                    .map(CompletableFuture::join)
                    .toList();
            assertThat(answers.stream().map(Answer::status))
                    .as("exactly one of two writes on the same revision wins")
                    .containsExactlyInAnyOrder(200, 409);

            Answer again = client.get(PAGE);
            assertThat(views(again)).as("what the loser reads").isEqualTo(11);
            Answer second = client.put(PAGE + "?" + again.condition(), "{\"views\":12}");
            assertThat(second.status()).as("with the new numbers").isEqualTo(200);
            assertThat(views(client.get(PAGE))).as("both views count").isEqualTo(12);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"7", "8"})
    void manyVisitors_readAndConditionalWrite_noViewIsLost(String mode) {
        try (TestServer server = TestServer.start("--api-compat=" + mode)) {
            JsonClient client = new JsonClient(server.uri("/"));
            client.put(PAGE, "{\"views\":0}");
            join(IntStream.range(0, 16).mapToObj(visitor -> CompletableFuture.runAsync(() -> visit(client, 5))));
            assertThat(views(client.get(PAGE))).as("16 visitors, 5 views each").isEqualTo(80);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"7", "8"})
    void manyVisitors_updateWithRetries_noViewIsLost(String mode) {
        try (TestServer server = TestServer.start("--api-compat=" + mode)) {
            JsonClient client = new JsonClient(server.uri("/"));
            client.put(PAGE, "{\"views\":0}");
            List<CompletableFuture<Answer>> updates = IntStream.range(0, 24)
                    .mapToObj(visitor -> client.send(
                            "POST",
                            "/pages/_update/home?retry_on_conflict=24",
                            "{\"doc\":{\"visitor" + visitor + "\":1}}"))
                    .toList();
            assertThat(updates.stream().map(CompletableFuture::join).map(Answer::status))
                    .as("every update passes in the end")
                    .containsOnly(200);
            assertThat(client.get(PAGE).json().get("_source").size())
                    .as("every visitor has left a mark")
                    .isEqualTo(25);
            assertThat(client.get(PAGE).json().get("_version").asInt())
                    .as("each update is one version")
                    .isEqualTo(25);
        }
    }

    private static void visit(JsonClient client, int times) {
        for (int i = 0; i < times; ) {
            Answer seen = client.get(PAGE);
            String body = "{\"views\":" + (views(seen) + 1) + "}";
            i += client.put(PAGE + "?" + seen.condition(), body).status() == 200 ? 1 : 0;
        }
    }

    private static int views(Answer page) {
        return page.json().get("_source").get("views").asInt();
    }

    private static void join(Stream<CompletableFuture<Void>> visitors) {
        CompletableFuture.allOf(visitors.toArray(CompletableFuture[]::new)).join();
    }
}
