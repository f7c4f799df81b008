package dev.optimist.http.stories;

import static org.assertj.core.api.Assertions.assertThat;

import dev.optimist.http.testing.JsonClient;
import dev.optimist.http.testing.JsonClient.Answer;
import dev.optimist.http.testing.ServerProcess;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Story D: two checkouts sell toasters, and the server is restarted in between. */
class ToastersIT {
    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"7", "8"})
    void twoCheckouts_sameRevision_stockIsRight(String mode) {
        onServer(mode, client -> {
            client.put("/products", "{\"settings\":{\"number_of_replicas\":2}}");
            Answer created = client.put("/products/_doc/100", "{\"name\":\"Toaster\",\"in_stock\":6}");
            assertThat(created.text()).as("two replicas").contains("\"_shards\":{\"total\":3,");
            String condition = created.condition();
            List<Integer> statuses = Stream.of(1, 2)
                    .map(checkout ->
                            client.send("POST", "/products/_update/100?" + condition, "{\"doc\":{\"in_stock\":5}}"))
                    .toList()
                    .stream()
                    .map(CompletableFuture::join)
                    .map(Answer::status)
                    .toList();
            assertThat(statuses).as("one of two checkouts wins").containsExactlyInAnyOrder(200, 409);

            Answer again = client.get("/products/_doc/100");
            int left = again.json().get("_source").get("in_stock").asInt() - 1;
            client.post("/products/_update/100?" + again.condition(), "{\"doc\":{\"in_stock\":" + left + "}}");
            assertThat(client.get("/products/_source/100").text())
                    .as("two toasters are sold")
                    .contains("\"in_stock\":4");
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"7", "8"})
    void restarts_oldTerm_conflictNamesBothTerms(String mode) {
        onServer(mode, client -> {
            client.put("/products", "{\"settings\":{\"number_of_replicas\":2}}");
            write(client, 9);
        });
        onServer(mode, client -> write(client, 3));
        onServer(mode, client -> {
            Answer current = write(client, 4);
            assertThat(current.condition())
                    .as("seq_no goes on, the term grows")
                    .isEqualTo("if_seq_no=15&if_primary_term=3");
            Answer conflict =
                    client.post("/products/_update/100?if_primary_term=1&if_seq_no=8", "{\"doc\":{\"in_stock\":5}}");
            assertThat(conflict.status())
                    .as("a condition from before the restarts")
                    .isEqualTo(409);
            assertThat(conflict.text())
                    .as("both revisions")
                    .contains("required seqNo [8], primary term [1]. current document has seqNo [15] and primary term"
                            + " [3]");
        });
    }

    private static Answer write(JsonClient client, int times) {
        Answer last = client.put("/products/_doc/100", "{\"name\":\"Toaster\",\"in_stock\":6}");
        for (int i = 1; i < times; i++) {
            last = client.put("/products/_doc/100", "{\"name\":\"Toaster\",\"in_stock\":6}");
        }
        return last;
    }

    private void onServer(String mode, Consumer<JsonClient> story) {
        try (ServerProcess server = ServerProcess.launch(folder.resolve("data"), "--port=0", "--api-compat=" + mode)) {
            story.accept(new JsonClient(ServerProcess.uri(server.address())));
            server.terminate();
            assertThat(server.exitCode())
                    .as("told to stop, stopped well: %s", server.lines())
                    .isZero();
        }
    }
}
