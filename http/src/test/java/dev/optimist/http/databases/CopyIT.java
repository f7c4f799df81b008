package dev.optimist.http.databases;

import static org.assertj.core.api.Assertions.assertThat;

import dev.optimist.core.store.postgres.PostgresServer;
import dev.optimist.http.testing.JsonClient;
import dev.optimist.http.testing.ServerProcess;
import dev.optimist.http.testing.TestServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code optimist copy} as it is typed: into databases, killed on its way and begun again, and back into a folder. */
final class CopyIT {
    private static final int DOCUMENTS = 6_000;
    private static final int BULK = 3_000;
    private static final String COUNT = "SELECT count(*) FROM optimist_documents";

    @TempDir
    Path folder;

    private final PostgresServer database = PostgresServer.shared();

    @Test
    void copy_killedOnItsWayAndBegunAgain_bringsAllOverAndBack() throws Exception {
        String name = database.newDatabaseName();
        Path from = folder.resolve("from");
        Path back = folder.resolve("back");
        List<String> before;
        try (TestServer server = TestServer.startOn(from)) {
            before = fill(new JsonClient(server.uri("/")));
        }

        kill(from, name);
        assertThat(Integer.parseInt(database.sql(name, COUNT)))
                .as("documents when it was killed")
                .isBetween(1, DOCUMENTS - 1);
        assertThat(copy(from.toString(), database.url(name))).contains(" are the same on both sides");
        try (TestServer node = TestServer.start("--store=postgres", "--postgres-url=" + database.url(name))) {
            assertThat(seen(new JsonClient(node.uri("/")))).isEqualTo(before);
        }

        assertThat(copy(database.url(name), back.toString())).contains(" are the same on both sides");
        try (TestServer server = TestServer.startOn(back)) {
            assertThat(seen(new JsonClient(server.uri("/")))).isEqualTo(before);
        }
    }

    /** Fills an index whose documents have some history, and returns what is seen of it. */
    private static List<String> fill(JsonClient client) {
        client.put("/books", "{\"settings\":{\"number_of_shards\":3}}");
        for (int first = 0; first < DOCUMENTS; first += BULK) {
            String lines = IntStream.range(first, first + BULK)
                    .mapToObj(n -> "{\"index\":{\"_id\":\"" + n + "\"}}\n{ \"title\" : \"book " + n + "\" }\n")
                    .collect(Collectors.joining());
            assertThat(client.post("/books/_bulk", lines).json().get("errors").asBoolean())
                    .isFalse();
        }
        client.put("/books/_doc/7", "{\"title\":\"seven\"}");
        client.put("/books/_doc/7", "{\"title\":\"seven again\"}");
        client.delete("/books/_doc/8");
        client.put("/_scripts/count", "{\"script\":{\"lang\":\"painless\",\"source\":\"ctx._source.n += 1\"}}");
        return seen(client);
    }

    /** Versions and sources of documents, an alias of nothing, a script, and the number of all. */
    private static List<String> seen(JsonClient client) {
        List<String> seen = new ArrayList<>();
        for (int n = 0; n < DOCUMENTS; n += 97) {
            seen.add(client.get("/books/_doc/" + n).json().get("_version") + " "
                    + client.get("/books/_source/" + n).text());
        }
        seen.add(client.get("/books/_doc/7").json().get("_version").toString());
        seen.add(client.get("/books/_doc/8").json().get("found").toString());
        seen.add(client.get("/books/_count").json().get("count").toString());
        seen.add(client.get("/_scripts/count").text());
        return seen;
    }

    /** Begins a copy, and kills it as soon as it says that the first of the shards is over. */
    private void kill(Path from, String name) throws Exception {
        Process process = command("copy", "--from", from.toString(), "--to", database.url(name));
        try (BufferedReader printed = process.inputReader(StandardCharsets.UTF_8)) {
            assertThat(printed.lines()
                            .filter(line -> line.contains("shard [0]"))
                            .findFirst())
                    .isPresent();
            process.toHandle().destroyForcibly(); // leaves the stream open
            assertThat(process.waitFor()).isNotZero();
        }
    }

    private static String copy(String from, String to) throws Exception {
        Process process = command("copy", "--from", from, "--to", to);
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(printed).isZero();
        return printed;
    }

    private static Process command(String... arguments) throws IOException {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        List<String> command = new ArrayList<>(List.of(
                java.toString(), "-Xmx256m", "-XX:TieredStopAtLevel=1", "-jar", System.getProperty("optimist.jar")));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    @Test
    void embeddedStart_loadsNothingOfTheSharedStoresDriver() throws Exception {
        Path classes = folder.resolve("classes");
        try (ServerProcess server = ServerProcess.launchTracing(folder.resolve("data"), classes, "--port=0")) {
            JsonClient client = new JsonClient(ServerProcess.uri(server.address()));
            assertThat(client.put("/stock/_doc/apples", "{\"left\":3}").status())
                    .isEqualTo(201);
            server.terminate();
            assertThat(server.exitCode()).isZero();
        }
        List<String> loaded = Files.readAllLines(classes);
        assertThat(loaded)
                .as("the list is one of loaded classes")
                .anyMatch(line -> line.contains("org.rocksdb.RocksDB"));
        assertThat(loaded)
                .noneMatch(line -> line.contains("io.r2dbc.") || line.contains("core.store.postgres.Postgres"));
    }
}
