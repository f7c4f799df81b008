package dev.optimist.load;

import dev.optimist.load.bench.BenchmarkPlan;
import dev.optimist.load.bench.HalfLoad;
import dev.optimist.load.bench.Row;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Runs {@link HalfLoad} and prints its table. */
@Command(
        name = "pace",
        description =
                "Measures the latency of durable PUTs at a constant rate; a request that is due while the server is"
                        + " late counts from when it was due.",
        mixinStandardHelpOptions = true)
final class PaceCommand implements Callable<Integer> {
    @Mixin
    private ServerOptions server = new ServerOptions();

    @Option(names = "--rate", description = "Requests a second (default: half of what wrk reaches first).")
    private int rate;

    @Option(names = "--rounds", description = "Rounds, of which medians are shown (default: ${DEFAULT-VALUE}).")
    private int rounds = 3;

    @Option(names = "--seconds", description = "Of one round on one server (default: ${DEFAULT-VALUE}).")
    private int seconds = 10;

    @Option(names = "--warm-up", description = "Seconds before each measurement (default: ${DEFAULT-VALUE}).")
    private int warmUpSeconds = 3;

    @Option(names = "--connections", description = "Connections at once (default: ${DEFAULT-VALUE}).")
    private int connections = 64;

    @Option(names = "--documents", description = "Documents in the index (default: ${DEFAULT-VALUE}).")
    private int documents = 20_000;

    @Override
    public Integer call() throws IOException, InterruptedException {
        BenchmarkPlan plan = new BenchmarkPlan(
                List.of(Row.PUT_RANDOM),
                rounds,
                seconds,
                warmUpSeconds,
                connections,
                documents,
                /* record= */ false,
                server.jvmOptions);
        HalfLoad halfLoad = new HalfLoad(plan, server.folder, System.out);
        URI url = server.url;
        if (url != null) {
            halfLoad.measureUrl(url, rate);
        } else {
            halfLoad.measureJar(server.serverJar, rate);
        }
        return 0;
    }
}
