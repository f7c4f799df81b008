package dev.optimist.load;

import dev.optimist.load.growth.Growth;
import dev.optimist.load.growth.GrowthPlan;
import dev.optimist.load.growth.GrowthPlan.Axis;
import dev.optimist.load.process.Places;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Runs {@link Growth}, prints its tables and draws its picture. */
@Command(
        name = "growth",
        description =
                "Measures how throughput moves with connections, documents, their size and the protocol, and draws"
                        + " it.",
        mixinStandardHelpOptions = true)
final class GrowthCommand implements Callable<Integer> {
    @Mixin
    private ServerOptions server = new ServerOptions();

    @Option(names = "--axes", split = ",", description = "What grows: ${COMPLETION-CANDIDATES} (default: all).")
    private List<Axis> axes = List.of(Axis.values());

    @Option(names = "--seconds", description = "Of one measurement (default: ${DEFAULT-VALUE}).")
    private int seconds = 2;

    @Option(names = "--connections-max", description = "1, 4, 16, ... up to this (default: ${DEFAULT-VALUE}).")
    private int connectionsMax = 4096;

    @Option(
            names = "--documents-max",
            description = "10,000, 100,000, ... up to this (default: ${DEFAULT-VALUE}; 10000000 takes minutes more).")
    private int documentsMax = 1_000_000;

    @Option(names = "--picture", description = "Where it is drawn, as PNG (default: ${DEFAULT-VALUE}).")
    private Path picture = Places.ofThisProgram().growthPicture();

    @Override
    public Integer call() throws IOException, InterruptedException {
        GrowthPlan plan = new GrowthPlan(axes, seconds, connectionsMax, documentsMax, server.jvmOptions);
        Growth growth = new Growth(plan, server.folder, picture, System.out);
        URI url = server.url;
        if (url != null) {
            growth.measureUrl(url);
        } else {
            growth.measureJar(server.serverJar);
        }
        return 0;
    }
}
