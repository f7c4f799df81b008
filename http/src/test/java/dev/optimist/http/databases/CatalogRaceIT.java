package dev.optimist.http.databases;

import static org.assertj.core.api.Assertions.assertThat;

import dev.optimist.core.store.postgres.PostgresServer;
import dev.optimist.http.testing.JsonClient;
import dev.optimist.http.testing.TestServer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Two nodes that change the same part of the catalog at the same time. */
final class CatalogRaceIT {
    private static final int ROUNDS = 6;
    private static final int AT_ONCE = 2;

    @Test
    void nodes_thatCreateAndDeleteTheSameIndexAtOnce_agreeAsIfOneAfterTheOther() {
        String url = PostgresServer.shared().newDatabase();
        try (TestServer one = node(url);
                TestServer other = node(url)) {
            List<JsonClient> nodes = List.of(new JsonClient(one.uri("/")), new JsonClient(other.uri("/")));
            for (int round = 0; round < ROUNDS; round++) {
                List<Integer> created = all(nodes, "PUT", "/raced");
                assertThat(created).as("one of them makes it").containsOnly(200, 400);
                assertThat(created).containsOnlyOnce(200);
                assertThat(nodes).allMatch(node -> node.get("/raced").status() == 200);
                assertThat(nodes.get(round % 2).put("/raced/_doc/1", "{}").status())
                        .as("the index is a new one")
                        .isEqualTo(201);

                List<Integer> deleted = all(nodes, "DELETE", "/raced");
                assertThat(deleted).as("one of them deletes it").containsOnly(200, 404);
                assertThat(deleted).containsOnlyOnce(200);
                assertThat(nodes).allMatch(node -> node.get("/raced/_doc/1").status() == 404);
            }
        }
    }

    @Test
    void creationsAndDeletions_allAtOnce_leaveWhatTheirAnswersSay() {
        String url = PostgresServer.shared().newDatabase();
        try (TestServer one = node(url);
                TestServer other = node(url)) {
            List<JsonClient> nodes = List.of(new JsonClient(one.uri("/")), new JsonClient(other.uri("/")));
            int balance = 0;
            for (int round = 0; round < ROUNDS; round++) {
                CompletableFuture<List<Integer>> created =
                        CompletableFuture.supplyAsync(() -> all(nodes, "PUT", "/raced"));
                List<Integer> deleted = all(nodes, "DELETE", "/raced");
                assertThat(created.join()).isSubsetOf(200, 400);
                assertThat(deleted).isSubsetOf(200, 404);
                balance += successes(created.join()) - successes(deleted);
                int expected = balance == 1 ? 200 : 404;
                assertThat(balance)
                        .as("it is made once for each time that it is gone")
                        .isBetween(0, 1);
                assertThat(nodes).allMatch(node -> node.get("/raced").status() == expected);
            }
        }
    }

    /** Starts a node that has made an index before, since two of one process first wait for each other's parsers. */
    private static TestServer node(String url) {
        TestServer node = TestServer.start("--store=postgres", "--postgres-url=" + url);
        new JsonClient(node.uri("/")).put("/before", "");
        return node;
    }

    private static int successes(List<Integer> statuses) {
        return (int) statuses.stream().filter(status -> status == 200).count();
    }

    private static List<Integer> all(List<JsonClient> nodes, String method, String path) {
        List<CompletableFuture<JsonClient.Answer>> sent = new ArrayList<>();
        for (int i = 0; i < AT_ONCE; i++) {
            nodes.forEach(node -> sent.add(node.send(method, path, "")));
        }
        return sent.stream().map(answer -> answer.join().status()).toList();
    }
}
