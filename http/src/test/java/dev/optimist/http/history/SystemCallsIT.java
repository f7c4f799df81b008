package dev.optimist.http.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.optimist.http.history.ServerProcess.Launch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * One system call of the server fails with EIO, or the process dies in it, while clients are at work: the first, the
 * second, the nth of its kind in any thread. Then the server has ended with an exit code, or takes no writes, or was not
 * hurt; and the next one opens the same folder, in which nothing is missing.
 *
 * <p>{@code -Doptimist.calls.max=100} sweeps further.
 */
final class SystemCallsIT {
    private static final int QUICK = 16;
    private static final int NTH_MAX = Integer.getInteger("optimist.calls.max", QUICK);

    /** It refused to start, the store failed, or it died in the call. */
    private static final List<Integer> EXITS = List.of(1, 3, 137);

    /** What a store writes with. */
    private static final List<String> CALLS = List.of("fdatasync", "fsync", "write", "pwrite64", "rename", "ftruncate");

    @TempDir
    private Path folder;

    private final Map<String, Integer> outcomes = new TreeMap<>();

    /** One call that goes wrong. */
    private record Fault(String call, int nth, boolean kills) {
        String[] prefix(Path notes) {
            return kills ? SystemCalls.kill(call, nth, notes) : SystemCalls.fail(call, nth, notes);
        }
    }

    @BeforeAll
    static void requireTracer() {
        SystemCalls.requireTracer();
    }

    @Test
    void callsThatFailOrKill_sweptOverN_loseNothing() throws Exception {
        Launch launch = new Launch(folder.resolve("data"));
        List<Fault> faults = faults();
        try (FaultRun run = new FaultRun("SystemCallsIT")) {
            run.createIndex(launch);
            for (Fault fault : faults) {
                live(run, launch, fault);
                run.ended();
            }
            run.readAllAndTerminate(launch);
            System.out.printf("SystemCallsIT: what became of the server: %s%n", outcomes);
            run.requireNothingLost(faults.size());
        }
    }

    /** Powers of four, or every number: what comes early in a thread's life is the opening, what comes late is everyday work. */
    private static List<Fault> faults() {
        List<Fault> faults = new ArrayList<>();
        for (int nth = NTH_MAX > QUICK ? 1 : 4; nth <= NTH_MAX; nth = NTH_MAX > QUICK ? nth + 1 : 4 * nth) {
            for (String call : CALLS) {
                faults.add(new Fault(call, nth, /* kills= */ false));
            }
            faults.add(new Fault("fdatasync", nth, /* kills= */ true));
            faults.add(new Fault("write", 16 * nth, /* kills= */ true));
        }
        return faults;
    }

    private void live(FaultRun run, Launch launch, Fault fault) throws Exception {
        Path notes = folder.resolve("calls");
        try (ServerProcess server = ServerProcess.launch(launch.prefix(fault.prefix(notes)))) {
            String outcome = work(run, server);
            boolean happened = Files.readString(notes).matches("(?s).*(INJECTED|killed by).*");
            assertThat(happened || outcome.equals("unharmed"))
                    .as("%s, without a fault, but %s: %s", fault, outcome, server.output())
                    .isTrue();
            outcomes.merge(happened ? outcome : "no such call", 1, Integer::sum);
        }
    }

    private String work(FaultRun run, ServerProcess server) throws Exception {
        int port;
        try {
            port = server.awaitPort();
            run.readAll(port);
        } catch (IOException early) {
            assertThat(server.exitCode()).as("%s", server.output()).isIn(EXITS);
            return "did not start";
        }
        try (FaultRun.Load load = run.load(port)) {
            run.goOn(100, 250);
        }
        String outcome = outcome(server, port);
        server.kill();
        return outcome;
    }

    private static String outcome(ServerProcess server, int port) throws Exception {
        if (!server.isAlive()) {
            assertThat(server.exitCode()).as("%s", server.output()).isIn(EXITS);
            return "ended";
        }
        try (Connection connection = new Connection(port)) {
            Connection.Reply reply = connection.exchange("PUT", "/probe/_doc/1", "{}");
            return reply.status() < 300 ? "unharmed" : "refuses writes";
        } catch (IOException e) {
            assertThat(server.exitCode()).as("%s", server.output()).isIn(EXITS);
            return "ended";
        }
    }
}
