package dev.optimist.http.databases;

import static org.assertj.core.api.Assertions.assertThat;

import dev.optimist.core.store.postgres.PostgresServer;
import dev.optimist.http.testing.JsonClient;
import dev.optimist.http.testing.TestServer;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** One index over two databases, one of which is on a server that goes away. */
final class SeveralDatabasesIT {
    private static final int DOCUMENTS = 40;
    private static final int UNAVAILABLE = 503;
    private static final String COUNT = "SELECT count(*) FROM optimist_documents";

    private final PostgresServer first = PostgresServer.shared();
    private final String firstName = first.newDatabaseName();

    @Test
    void index_overTwoDatabases_losesTheShardsOfTheOneThatIsDownAndNoOthers() {
        try (PostgresServer second = PostgresServer.start()) {
            String secondName = second.newDatabaseName();
            try (TestServer node = TestServer.start(
                    "--store=postgres",
                    "--postgres-url=" + first.url(firstName),
                    "--postgres-url=" + second.url(secondName),
                    "--postgres-timeout=1s")) {
                JsonClient client = new JsonClient(node.uri("/"));
                client.put("/spread", "{\"settings\":{\"number_of_shards\":4}}");
                assertThat(statuses(client, "PUT")).containsExactly(201);
                int onFirst = Integer.parseInt(first.sql(firstName, COUNT));
                int onSecond = Integer.parseInt(second.sql(secondName, COUNT));
                assertThat(onFirst).isPositive();
                assertThat(onSecond).isPositive().isEqualTo(DOCUMENTS - onFirst);

                second.stop();
                assertThat(count(client, "GET", UNAVAILABLE))
                        .as("reads of its documents")
                        .isEqualTo(onSecond);
                assertThat(count(client, "GET", 200)).as("the others").isEqualTo(onFirst);
                assertThat(count(client, "PUT", UNAVAILABLE))
                        .as("writes of its documents")
                        .isEqualTo(onSecond);
                assertThat(count(client, "PUT", 200)).as("the others").isEqualTo(onFirst);
                JsonClient.Answer health = client.get("/_cluster/health");
                assertThat(health.json().get("status").asText()).isEqualTo("red");
                assertThat(health.json().get("unavailable_databases").toString())
                        .contains(":" + second.port() + "/" + secondName)
                        .doesNotContain(firstName);

                first.stop();
                assertThat(List.of(
                                "/_dashboard",
                                "/_prometheus/metrics",
                                "/_contention",
                                "/_tasks",
                                "/_xpack",
                                "/_license"))
                        .as("what tells of the node needs no database")
                        .allMatch(path -> client.get(path).status() == 200);

                first.up();
                second.up();
                awaitHealth(client);
                assertThat(statuses(client, "PUT")).containsExactly(200);
                assertThat(statuses(client, "GET")).containsExactly(200);
            }
        }
    }

    private static void awaitHealth(JsonClient client) {
        long deadline = System.nanoTime() + 20_000_000_000L;
        while (!client.get("/_cluster/health")
                .json()
                .path("unavailable_databases")
                .isMissingNode()) {
            assertThat(System.nanoTime()).as("the database is back").isLessThan(deadline);
        }
    }

    private static Set<Integer> statuses(JsonClient client, String method) {
        return new TreeSet<>(all(client, method));
    }

    private static long count(JsonClient client, String method, int status) {
        return all(client, method).stream()
                .filter(answered -> answered == status)
                .count();
    }

    private static List<Integer> all(JsonClient client, String method) {
        return IntStream.range(0, DOCUMENTS)
                .mapToObj(number ->
                        client.send(method, "/spread/_doc/" + number, method.equals("PUT") ? "{\"n\":1}" : ""))
                .toList()
                .stream()
                .map(answer -> answer.join().status())
                .toList();
    }
}
