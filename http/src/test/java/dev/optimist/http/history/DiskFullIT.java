package dev.optimist.http.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.optimist.http.history.Connection.Reply;
import dev.optimist.http.history.ServerProcess.Launch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The disk is filled to many levels while clients are at work: nothing is acknowledged that is not there, reads go on,
 * and writes do as soon as there is space again.
 *
 * <p>{@code -Doptimist.full.levels=100} fills to more levels.
 */
final class DiskFullIT {
    private static final int LEVELS = Integer.getInteger("optimist.full.levels", 8);
    private static final int DISK_MEGABYTES = 64;
    private static final Duration RESUMED_WITHIN = Duration.ofSeconds(30);
    private static final String FILLING = "x".repeat(20_000);

    @TempDir
    private Path folder;

    private Path disk;
    private int acknowledged;

    @BeforeEach
    void mount() throws IOException {
        assumeTrue("root".equals(System.getProperty("user.name")), "skipped: only root mounts a small disk to fill it");
        disk = Files.createDirectories(folder.resolve("disk"));
        try {
            Commands.run("mount", "-t", "tmpfs", "-o", "size=" + DISK_MEGABYTES + "m", "tmpfs", disk.toString());
        } catch (IOException e) {
            disk = folder;
            Assumptions.abort("skipped: no tmpfs can be mounted here: " + e.getMessage());
        }
    }

    @AfterEach
    void unmount() throws IOException {
        if (disk != null && !disk.equals(folder)) {
            Commands.run("umount", disk.toString());
        }
    }

    @Test
    void diskFull_atManyLevels_readsGoOnAndWritesResume() throws Exception {
        Launch launch = new Launch(disk.resolve("data"));
        try (FaultRun run = new FaultRun("DiskFullIT")) {
            run.createIndex(launch);
            try (ServerProcess server = ServerProcess.launch(
                            launch.options("--on-store-failure=reopen", "--store-cache-size=8mb"));
                    Connection connection = new Connection(server.awaitPort())) {
                for (int level = 0; level < LEVELS; level++) {
                    try (FaultRun.Load load = run.load(server.awaitPort())) {
                        fill(run, connection, level);
                    }
                }
                assertThat(server.terminate()).as("ends on SIGTERM").isTrue();
                assertThat(server.exitCode()).isZero();
            }
            run.ended();
            run.readAllAndTerminate(launch);
            run.requireNothingLost(LEVELS);
        }
    }

    private void fill(FaultRun run, Connection connection, int level) throws IOException {
        Path ballast = disk.resolve("ballast");
        long spare = 1L + run.random().nextInt(level % 2 == 0 ? 256 << 10 : 4 << 20);
        writeBallast(ballast, spare);
        writeUntilRefused(connection);
        requireReadable(connection);
        Files.delete(ballast);
        awaitAcknowledgement(connection);
        requireReadable(connection);
    }

    private void writeBallast(Path ballast, long spare) throws IOException {
        long free = Math.max(4096, Files.getFileStore(disk).getUsableSpace() - spare);
        Commands.run("fallocate", "-l", Long.toString(free), ballast.toString());
    }

    private void writeUntilRefused(Connection connection) throws IOException {
        for (Reply reply = write(connection); reply.status() != 503; reply = write(connection)) {
            assertThat(reply.status()).as(reply.body()).isIn(200, 201);
            acknowledged++;
        }
    }

    private void awaitAcknowledgement(Connection connection) throws IOException {
        long deadline = System.nanoTime() + RESUMED_WITHIN.toNanos();
        Reply reply = write(connection);
        while (reply.status() == 503 && System.nanoTime() < deadline) {
            reply = write(connection);
        }
        assertThat(reply.status()).as("writes resume: %s", reply.body()).isIn(200, 201);
        acknowledged++;
    }

    /** Few numbers, so that the disk fills with logs and not with documents. */
    private Reply write(Connection connection) throws IOException {
        return connection.exchange(
                "PUT", "/filling/_doc/" + acknowledged % 100, "{\"n\":" + acknowledged + ",\"f\":\"" + FILLING + "\"}");
    }

    private void requireReadable(Connection connection) throws IOException {
        for (int number : IntStream.range(0, Math.min(100, acknowledged)).toArray()) {
            Reply reply = read(connection, number);
            assertThat(reply.status()).as("reads go on: %s", reply.body()).isEqualTo(200);
            int read = Replies.body(reply).at("/_source/n").asInt();
            assertThat(read).as("document %d", number).isGreaterThanOrEqualTo(newest(number));
        }
    }

    /** Only while the store is closed, to be opened again, must a reader wait. */
    private static Reply read(Connection connection, int number) throws IOException {
        long deadline = System.nanoTime() + RESUMED_WITHIN.toNanos();
        String target = "/filling/_doc/" + number + "?_source=n";
        Reply reply = connection.exchange("GET", target, "");
        while (reply.body().contains("is closed") && System.nanoTime() < deadline) {
            reply = connection.exchange("GET", target, "");
        }
        return reply;
    }

    /** Returns the newest acknowledged write of a document. */
    private int newest(int number) {
        int last = acknowledged - 1;
        return last - Math.floorMod(last - number, 100);
    }
}
