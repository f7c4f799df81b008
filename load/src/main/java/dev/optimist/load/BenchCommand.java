package dev.optimist.load;

import dev.optimist.load.bench.Benchmark;
import dev.optimist.load.bench.BenchmarkPlan;
import dev.optimist.load.bench.Row;
import dev.optimist.load.process.Places;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Runs the {@link Benchmark} and prints its table. */
@Command(
        name = "bench",
        description =
                "Measures a server with wrk, beside a server that answers a fixed body: the ceiling of this machine.",
        mixinStandardHelpOptions = true)
final class BenchCommand implements Callable<Integer> {
    @Mixin
    private ServerOptions server = new ServerOptions();

    @Option(names = "--rows", split = ",", description = "Which work: ${COMPLETION-CANDIDATES} (default: all).")
    private List<Row> rows = List.of(Row.values());

    @Option(names = "--rounds", description = "Rounds, of which medians are shown (default: ${DEFAULT-VALUE}).")
    private int rounds = 5;

    @Option(names = "--seconds", description = "Of one row on one server in one round (default: ${DEFAULT-VALUE}).")
    private int seconds = 5;

    @Option(
            names = "--warm-up",
            description = "Seconds of each row before the first round (default: ${DEFAULT-VALUE}).")
    private int warmUpSeconds = 5;

    @Option(names = "--connections", description = "Connections at once (default: ${DEFAULT-VALUE}).")
    private int connections = 64;

    @Option(names = "--documents", description = "Documents in the index (default: ${DEFAULT-VALUE}).")
    private int documents = 20_000;

    @Option(names = "--ratios", description = "The file of recorded ratios (default: ${DEFAULT-VALUE}).")
    private Path ratios = Places.ofThisProgram().ratios();

    @Option(names = "--record", description = "Record the ratios: later runs show how far they are from these.")
    private boolean record;

    @Override
    public Integer call() throws IOException, InterruptedException {
        BenchmarkPlan plan = new BenchmarkPlan(
                rows, rounds, seconds, warmUpSeconds, connections, documents, record, server.jvmOptions);
        Benchmark benchmark = new Benchmark(plan, server.folder, ratios, System.out);
        URI url = server.url;
        if (url != null) {
            benchmark.measureUrl(url);
        } else {
            benchmark.measureJar(server.serverJar);
        }
        return 0;
    }
}
