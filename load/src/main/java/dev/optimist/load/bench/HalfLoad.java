package dev.optimist.load.bench;

import dev.optimist.load.pace.Latencies;
import dev.optimist.load.pace.Pace;
import dev.optimist.load.pace.PacedLoad;
import dev.optimist.load.process.ServerProcess;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * Latencies of durable PUTs of random documents at a constant rate, half of what the server reaches unless another is given;
 * beside the fixed-answer server at the same rate, which shows what the machine and the driver add.
 */
public final class HalfLoad {
    private static final String HEAD = """

            | server | rate, 1/s | answers | p50, ms | p99, ms | p99.9, ms | p99.99, ms | max, ms | refused |
            |---|---:|---:|---:|---:|---:|---:|---:|---:|
            """;

    private final BenchmarkPlan plan;
    private final Path folder;
    private final PrintStream out;

    public HalfLoad(BenchmarkPlan plan, Path folder, PrintStream out) {
        this.plan = plan;
        this.folder = folder;
        this.out = out;
    }

    /**
     * Measures Optimist, started from its jar with an empty data folder.
     *
     * @param perSecond the rate, 0 for half of what the server reaches
     */
    public void measureJar(Path jar, int perSecond) throws IOException, InterruptedException {
        try (ServerProcess optimist = ServerProcess.optimist(jar, folder, plan.jvmOptions())) {
            measure("Optimist", optimist.uri(), perSecond);
        }
    }

    /** Measures a server that runs already; an index is made there, and deleted at the end. */
    public void measureUrl(URI server, int perSecond) throws IOException, InterruptedException {
        measure(server.getAuthority(), server, perSecond);
    }

    private void measure(String name, URI target, int perSecond) throws IOException, InterruptedException {
        out.println(Machine.description());
        Corpus corpus = new Corpus("load-pace-" + System.currentTimeMillis(), plan.documents(), Corpus.SMALL_BYTES);
        corpus.load(target);
        try (ServerProcess fixed = ServerProcess.mainClass(FixedAnswerServer.class, folder, plan.jvmOptions())) {
            Wrk wrk = Wrk.installed(folder, plan.connections());
            wrk.run(Row.PUT_RANDOM, fixed.uri(), corpus, plan.warmUpSeconds());
            wrk.run(Row.PUT_RANDOM, target, corpus, plan.warmUpSeconds());
            compare(name, target, fixed.uri(), corpus, perSecond > 0 ? perSecond : half(wrk, target, corpus));
        } finally {
            corpus.delete(target);
        }
    }

    private int half(Wrk wrk, URI target, Corpus corpus) throws IOException, InterruptedException {
        WrkResult reached = wrk.run(Row.PUT_RANDOM, target, corpus, plan.seconds());
        double perSecond = Row.PUT_RANDOM.successesPerSecond(reached);
        out.printf("wrk -t1 -c%d reached %,.0f durable PUTs/s%n", plan.connections(), perSecond);
        return Math.max(1, (int) perSecond / 2);
    }

    private void compare(String name, URI target, URI fixed, Corpus corpus, int perSecond)
            throws IOException, InterruptedException {
        List<Latencies> ofFixed = new ArrayList<>();
        List<Latencies> ofTarget = new ArrayList<>();
        for (int round = 1; round <= plan.rounds(); round++) {
            ofFixed.add(paced(fixed, corpus, perSecond));
            ofTarget.add(paced(target, corpus, perSecond));
        }
        out.print(HEAD + line("fixed answer", perSecond, ofFixed) + line(name, perSecond, ofTarget));
    }

    private Latencies paced(URI server, Corpus corpus, int perSecond) throws IOException, InterruptedException {
        List<String> sources = IntStream.range(0, corpus.documents())
                .mapToObj(document -> corpus.source(document + 1))
                .toList();
        Duration warmUp = Duration.ofSeconds(plan.warmUpSeconds());
        Pace pace = new Pace(perSecond, plan.connections(), warmUp, Duration.ofSeconds(plan.seconds()));
        return PacedLoad.ofRandomPuts(server, corpus.index(), sources).run(pace);
    }

    /** Shows the median of each percentile over the rounds, and the longest of all. */
    private static String line(String name, int perSecond, List<Latencies> rounds) {
        return String.format(
                Locale.ROOT,
                "| %s | %,d | %,d | %.2f | %.2f | %.2f | %.2f | %.1f | %,d |%n",
                name,
                perSecond,
                rounds.stream().mapToLong(Latencies::requests).sum(),
                Measured.median(rounds, round -> round.percentileMillis(50)),
                Measured.median(rounds, round -> round.percentileMillis(99)),
                Measured.median(rounds, round -> round.percentileMillis(99.9)),
                Measured.median(rounds, round -> round.percentileMillis(99.99)),
                rounds.stream().mapToDouble(Latencies::maxMillis).max().orElse(0),
                rounds.stream().mapToLong(Latencies::refused).sum());
    }
}
