package dev.optimist.http.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.optimist.http.history.ServerProcess.Launch;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The power of the disk is cut under concurrent clients, again and again: everything that was not synced is gone.
 * Whatever was acknowledged or read before is there afterwards.
 *
 * <p>{@code -Doptimist.power.cycles=1000} makes it longer; every {@value #ROUND} cycles a new disk begins.
 */
final class PowerCutIT {
    private static final int CYCLES = Integer.getInteger("optimist.power.cycles", 30);
    private static final int ROUND = 500;
    private static final int CONTROL_CYCLES = 3;

    /** In one cycle of so many the server is killed first, and what the next one serves must outlive the cut. */
    private static final int KILL_FIRST_ONE_IN = 3;

    @TempDir
    private Path folder;

    private LoopDisk disk;

    @BeforeEach
    void makeDisk() {
        assumeTrue("root".equals(System.getProperty("user.name")), "skipped: only root mounts a disk to cut its power");
        try {
            disk = LoopDisk.make(folder);
        } catch (IOException e) {
            Assumptions.abort("skipped: no loop device, ext4 or perl here: " + e.getMessage());
        }
    }

    @AfterEach
    void unmount() throws IOException {
        if (disk != null) {
            disk.close();
        }
    }

    @Test
    void powerCuts_underLoad_loseNothing() throws Exception {
        for (int done = 0; done < CYCLES; done += ROUND) {
            round(Math.min(ROUND, CYCLES - done));
            disk.close();
            disk = LoopDisk.make(folder);
        }
    }

    private void round(int cycles) throws Exception {
        Launch launch = new Launch(disk.mountPoint().resolve("data"));
        try (FaultRun run = new FaultRun("PowerCutIT")) {
            run.createIndex(launch);
            for (int cycle = 0; cycle < cycles; cycle++) {
                if (cycle % KILL_FIRST_ONE_IN == 0) {
                    runAndKill(run, launch);
                    serveAndCut(run, launch);
                } else {
                    runAndCut(run, launch);
                }
            }
            run.readAllAndTerminate(launch);
            run.requireNothingLost(cycles);
        }
    }

    private static void runAndKill(FaultRun run, Launch launch) throws Exception {
        try (ServerProcess server = ServerProcess.launch(launch)) {
            try (FaultRun.Load load = run.load(server.awaitPort())) {
                run.goOn(50, 300);
                server.kill();
            }
        }
        run.ended();
    }

    private void serveAndCut(FaultRun run, Launch launch) throws Exception {
        try (ServerProcess server = ServerProcess.launch(launch)) {
            run.readAll(server.awaitPort());
            disk.cut();
            server.kill();
        }
        restore(run);
    }

    private void runAndCut(FaultRun run, Launch launch) throws Exception {
        long cut;
        try (ServerProcess server = ServerProcess.launch(launch)) {
            int port = server.awaitPort();
            run.readAll(port);
            try (FaultRun.Load load = run.load(port)) {
                run.goOn(50, 500);
                cut = disk.cut();
                run.goOn(1, 100);
                server.kill();
            }
        }
        run.hadNoPowerSince(cut);
        restore(run);
    }

    private void restore(FaultRun run) throws IOException {
        disk.restore();
        run.ended();
    }

    /** The control: with syncs that do nothing the same cuts must lose writes, or the harness would show nothing. */
    @Test
    void powerCuts_syncsDoNothing_loseWrites() throws Exception {
        SystemCalls.requireTracer();
        Launch launch = new Launch(disk.mountPoint().resolve("data"));
        int lossy = 0;
        for (int cycle = 0; cycle < CONTROL_CYCLES; cycle++) {
            try (FaultRun run = new FaultRun("PowerCutIT without syncs")) {
                lossy += losesWithoutSyncs(run, launch) ? 1 : 0;
            }
            disk.close();
            disk = LoopDisk.make(folder);
        }
        System.out.printf(
                "PowerCutIT, the control without syncs: acknowledged writes lost in %d of %d cycles%n",
                lossy, CONTROL_CYCLES);
        assertThat(lossy).as("cycles that lost acknowledged writes").isEqualTo(CONTROL_CYCLES);
    }

    private boolean losesWithoutSyncs(FaultRun run, Launch launch) throws Exception {
        run.createIndex(launch);
        long cut;
        Launch unsynced = launch.prefix(SystemCalls.succeedWithoutDoing("fdatasync,fsync,sync_file_range"));
        try (ServerProcess server = ServerProcess.launch(unsynced)) {
            try (FaultRun.Load load = run.load(server.awaitPort())) {
                run.goOnUntilWritten(100);
                cut = disk.cut();
                server.kill();
            }
        }
        run.hadNoPowerSince(cut);
        restore(run);
        try (ServerProcess server = ServerProcess.launch(launch.options("--accept-data-loss"))) {
            run.readAll(server.awaitPort());
            server.kill();
        } catch (IOException refused) {
            return true; // so much is lost that there is nothing to open
        }
        return !run.violations().isEmpty();
    }
}
