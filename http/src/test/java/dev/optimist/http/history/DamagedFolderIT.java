package dev.optimist.http.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.optimist.core.error.StoreFailedException;
import dev.optimist.http.cli.StartException;
import dev.optimist.http.history.Connection.Reply;
import dev.optimist.http.history.ServerProcess.Launch;
import dev.optimist.http.testkit.OptimistServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The running product over a damaged data folder: it refuses to start and says which file is damaged, or every answer it
 * gives is right, or an error.
 *
 * <p>{@code -Doptimist.damages=50} damages each file in more places.
 */
final class DamagedFolderIT {
    private static final int DAMAGES = Integer.getInteger("optimist.damages", 2);
    private static final int DOCUMENTS = 300;
    private static final long SEED = Long.getLong("optimist.faults.seed", System.nanoTime());
    private static final Random RANDOM = new Random(SEED);

    @TempDir
    private static Path folder;

    /** One folder was left by a kill, with a log, and the other in good order, with tables. */
    @BeforeAll
    static void makeFolders() throws Exception {
        Launch launch = new Launch(folder.resolve("living"));
        try (ServerProcess server = ServerProcess.launch(launch)) {
            write(server.awaitPort());
            server.kill();
        }
        copy(folder.resolve("living"), folder.resolve("killed"));
        try (ServerProcess server = ServerProcess.launch(launch)) {
            server.awaitPort();
            assertThat(server.terminate()).isTrue();
        }
        copy(folder.resolve("living"), folder.resolve("closed"));
    }

    @Test
    void lostTail_isRefusedInOneSentence_andServedOnceTheLossIsAccepted() throws Exception {
        Path data = copyOf("killed");
        Path log = onlyLog(data);
        Files.write(log, Arrays.copyOf(Files.readAllBytes(log), (int) (Files.size(log) / 4)));

        assertRefused(
                data,
                "has lost acknowledged writes",
                data.resolve("high-water-mark").toString());
        int left = documentsServed(new Launch(data).options("--accept-data-loss"));
        assertThat(left).as("documents that are left").isBetween(1, DOCUMENTS - 1);
        assertThat(documentsServed(new Launch(data))).as("accepted once").isEqualTo(left);
    }

    @Test
    void flippedBitInALog_isRefusedByName() throws Exception {
        Path data = copyOf("killed");
        Path log = onlyLog(data);
        flip(log, (int) (Files.size(log) / 2));

        assertRefused(data, log.toString());
    }

    @Test
    void everyKindOfFile_flippedOrCut_isRefusedOrAnsweredRight() throws IOException {
        Map<String, Integer> outcomes = new TreeMap<>();
        for (String image : List.of("killed", "closed")) {
            for (Path file : files(folder.resolve(image))) {
                for (int damage = 0; damage < DAMAGES; damage++) {
                    Path data = copyOf(image);
                    String what = damage(data.resolve(file), damage);
                    outcomes.merge(outcome(data, what), 1, Integer::sum);
                }
            }
        }
        System.out.printf("DamagedFolderIT: seed %d, %s%n", SEED, outcomes);
    }

    private static String damage(Path file, int damage) throws IOException {
        int size = (int) Files.size(file);
        int at = RANDOM.nextInt(size);
        if (damage % 2 == 0) {
            flip(file, at);
            return file + " flipped at " + at;
        }
        Files.write(file, Arrays.copyOf(Files.readAllBytes(file), at));
        return file + " cut to " + at;
    }

    /** In this process, where a start takes a fraction of a second. */
    private static String outcome(Path data, String what) throws IOException {
        try (OptimistServer server = OptimistServer.onFolder(data).start();
                Connection connection = new Connection(server.port())) {
            boolean errors = false;
            for (int number = 0; number < DOCUMENTS; number++) {
                Reply reply = connection.exchange("GET", "/kept/_source/" + number, "");
                assertThat(reply.status())
                        .as("seed %d, %s: %s", SEED, what, reply.body())
                        .isIn(200, 503);
                errors |= reply.status() == 503;
                if (reply.status() == 200) {
                    assertThat(reply.body()).as("seed %d, %s", SEED, what).isEqualTo(source(number));
                }
            }
            return errors ? "answered with errors" : "harmless";
        } catch (StoreFailedException atClosing) {
            return "failed to close";
        } catch (StartException refused) {
            assertThat(refused.getMessage()).as("seed %d, %s", SEED, what).contains(data.toString());
            return "refused";
        }
    }

    private static void assertRefused(Path data, String... words) throws Exception {
        try (ServerProcess server = ServerProcess.launch(new Launch(data))) {
            assertThat(server.exitCode()).as(server.output()).isEqualTo(1);
            assertThat(server.output().lines().toList()).as("one sentence").hasSize(1);
            assertThat(server.output()).contains(words);
        }
    }

    private static int documentsServed(Launch launch) throws Exception {
        try (ServerProcess server = ServerProcess.launch(launch);
                Connection connection = new Connection(server.awaitPort())) {
            int served = 0;
            for (int number = 0; number < DOCUMENTS; number++) {
                Reply reply = connection.exchange("GET", "/kept/_source/" + number, "");
                served += reply.status() == 200 ? 1 : 0;
            }
            assertThat(connection.exchange("PUT", "/kept/_doc/new", "{}").status())
                    .as("takes writes")
                    .isIn(200, 201);
            server.terminate();
            return served;
        }
    }

    private static void write(int port) throws IOException {
        try (Connection connection = new Connection(port)) {
            for (int number = 0; number < DOCUMENTS; number++) {
                Reply reply = connection.exchange("PUT", "/kept/_doc/" + number, source(number));
                assertThat(reply.status()).as(reply.body()).isEqualTo(201);
            }
        }
    }

    private static String source(int number) {
        return "{\"number\":" + number + ",\"filling\":\""
                + Integer.toString(number).repeat(500) + "\"}";
    }

    private static Path onlyLog(Path data) {
        return files(data).stream()
                .map(data::resolve)
                .filter(file -> file.toString().endsWith(".log"))
                .max((a, b) -> Long.compare(a.toFile().length(), b.toFile().length()))
                .orElseThrow();
    }

    private static void flip(Path file, int at) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        bytes[at] ^= (byte) (1 << RANDOM.nextInt(8));
        Files.write(file, bytes);
    }

    /** Returns the files that hold data. */
    private static List<Path> files(Path data) {
        try (Stream<Path> files = Files.walk(data)) {
            return files.filter(
                            file -> Files.isRegularFile(file) && file.toFile().length() > 0)
                    .map(data::relativize)
                    .filter(file -> !file.getFileName().toString().startsWith("LOG")
                            && !file.toString().endsWith(".lock"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path copyOf(String image) throws IOException {
        Path data = Files.createTempDirectory(folder, "copy").resolve("data");
        copy(folder.resolve(image), data);
        return data;
    }

    private static void copy(Path from, Path to) throws IOException {
        List<Path> files;
        try (Stream<Path> walked = Files.walk(from)) {
            files = walked.filter(file -> !file.startsWith(from.resolve("native")))
                    .toList();
        }
        for (Path file : files) {
            Files.copy(file, to.resolve(from.relativize(file).toString()));
        }
    }
}
