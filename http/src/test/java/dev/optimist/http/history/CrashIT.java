package dev.optimist.http.history;

import dev.optimist.http.history.ServerProcess.Launch;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The server is killed with SIGKILL at random moments under concurrent clients, again and again on the same data
 * folder. Whatever it acknowledged, showed or named in a conflict is still there; no update is lost; no revision ever
 * names two contents.
 *
 * <p>{@code -Doptimist.crash.cycles=1000} makes it longer; every {@value #ROUND} cycles a new folder begins.
 */
final class CrashIT {
    private static final int CYCLES = Integer.getInteger("optimist.crash.cycles", 50);
    private static final int ROUND = 500;

    /** One kill in so many comes while the server starts. */
    private static final int EARLY_KILL_ONE_IN = 6;

    @Test
    void killedAtRandomMoments_restarted_losesNothing(@TempDir Path folder) throws Exception {
        for (int done = 0; done < CYCLES; done += ROUND) {
            round(new Launch(folder.resolve("data" + done)), Math.min(ROUND, CYCLES - done));
        }
    }

    private static void round(Launch launch, int cycles) throws Exception {
        try (FaultRun run = new FaultRun("CrashIT")) {
            run.createIndex(launch);
            for (int cycle = 0; cycle < cycles; cycle++) {
                runAndKill(run, launch);
                run.ended();
            }
            run.readAllAndTerminate(launch);
            run.readAllAndTerminate(launch);
            run.requireNothingLost(cycles);
            run.requireNothingRefused();
        }
    }

    private static void runAndKill(FaultRun run, Launch launch) throws Exception {
        try (ServerProcess server = ServerProcess.launch(launch)) {
            if (run.random().nextInt(EARLY_KILL_ONE_IN) == 0) {
                run.goOn(0, 600);
                server.kill();
                return;
            }
            int port = server.awaitPort();
            run.readAll(port);
            try (FaultRun.Load load = run.load(port)) {
                run.goOn(50, 650);
                server.kill();
            }
        }
    }
}
