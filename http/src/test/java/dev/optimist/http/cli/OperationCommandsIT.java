package dev.optimist.http.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.optimist.http.testing.JsonClient;
import dev.optimist.http.testing.ServerProcess;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an operator does at a shell: back up a running server, check, restore, start again; and log files. */
class OperationCommandsIT {
    @TempDir
    Path folder;

    /** How a command ended. */
    private record Ended(int exit, String output) {}

    @Test
    void backup_ofRunningServer_checkedRestoredAndServed() throws Exception {
        Path data = folder.resolve("data");
        Path log = folder.resolve("log").resolve("optimist.log");
        Path backup = folder.resolve("backups").resolve("tuesday");
        Path copy = folder.resolve("copy");
        try (ServerProcess server = ServerProcess.launch(
                data, "--port=0", "--path-repo=" + folder.resolve("backups"), "--log-file=" + log)) {
            String url = ServerProcess.uri(server.address()).toString();
            JsonClient client = new JsonClient(URI.create(url));
            client.put("/stock/_doc/apples", "{\"left\":3}");

            assertThat(run("backup", "--to", backup.toString(), "--url", url)).matches(ended -> ended.exit == 0);
            assertThat(run("backup", "--to", backup.toString(), "--url", url).output)
                    .contains("exists");
            assertThat(run("backup", "--to", folder.resolve("elsewhere").toString(), "--url", url))
                    .matches(ended -> ended.exit == 2 && ended.output.contains("path.repo"));
            assertThat(run("check", data.toString()))
                    .matches(ended -> ended.exit == 2 && ended.output.contains("in use"));
            client.put("/stock/_doc/apples", "{\"left\":2}");
        }
        assertThat(Files.readString(log)).contains("listens on http://");
        Ended checked = run("check", backup.toString());
        assertThat(checked.exit).as(checked.output).isZero();
        assertThat(checked.output)
                .contains("a checkpoint", "[stock][0] 1 documents, 0 tombstones, next seq_no 1", "All is well.");

        assertThat(run("restore", "--from", backup.toString(), "--data", copy.toString()))
                .matches(ended -> ended.exit == 0);
        assertThat(run("restore", "--from", backup.toString(), "--data", copy.toString()))
                .matches(ended -> ended.exit == 2 && ended.output.contains("not empty"));
        try (ServerProcess server = ServerProcess.launch(copy, "--port=0")) {
            JsonClient client = new JsonClient(ServerProcess.uri(server.address()));
            assertThat(client.get("/stock/_source/apples").text()).isEqualTo("{\"left\":3}");
            JsonClient.Answer written = client.put("/stock/_doc/apples", "{\"left\":1}");
            assertThat(written.json().get("_seq_no").asLong()).isEqualTo(1);
            assertThat(written.json().get("_primary_term").asLong())
                    .as("the original gave 1 with this seq_no")
                    .isGreaterThan(1L << 50);
        }
    }

    @Test
    void stoppedFolder_backedUpAndDamaged_isFoundAndRefused() throws Exception {
        Path data = folder.resolve("data");
        try (ServerProcess server = ServerProcess.launch(data, "--port=0")) {
            JsonClient client = new JsonClient(ServerProcess.uri(server.address()));
            client.put("/stock/_doc/apples", "{\"left\":3}");
            server.terminate();
            assertThat(server.exitCode()).isZero();
        }
        Path backup = folder.resolve("backup");
        assertThat(run("backup", "--to", backup.toString(), "--data", data.toString()))
                .matches(ended -> ended.exit == 0);
        assertThat(run("check", data.toString())).matches(ended -> ended.exit == 0);

        damageATable(data);
        Ended found = run("check", data.toString());
        assertThat(found.exit).as(found.output).isEqualTo(1);
        assertThat(found.output).contains("DAMAGED: ", ".sst");
        assertThat(run("check", backup.toString()).exit)
                .as("tables are linked, not copied")
                .isEqualTo(1);
        assertThat(run("check", folder.toString()))
                .matches(ended -> ended.exit == 2 && ended.output.contains("holds no store"));
    }

    private static void damageATable(Path data) throws IOException {
        try (Stream<Path> files = Files.list(data.resolve("db"))) {
            Path table = files.filter(file -> file.toString().endsWith(".sst"))
                    .max(Comparator.comparingLong(file -> file.toFile().length()))
                    .orElseThrow();
            byte[] bytes = Files.readAllBytes(table);
            bytes[10] ^= 1;
            Files.write(table, bytes);
        }
    }

    private static Ended run(String... arguments) throws Exception {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        List<String> command = new ArrayList<>(List.of(
                java.toString(), "-Xmx256m", "-XX:TieredStopAtLevel=1", "-jar", System.getProperty("optimist.jar")));
        command.addAll(Arrays.asList(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ended(process.waitFor(), output);
    }
}
