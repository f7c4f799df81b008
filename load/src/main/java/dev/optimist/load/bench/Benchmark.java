package dev.optimist.load.bench;

import dev.optimist.load.process.ServerProcess;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Measures a server beside the fixed-answer server, and where work is durable beside the log server, row by row in
 * alternating rounds, so that what else the machine does falls on all.
 */
public final class Benchmark {
    private static final Duration FSYNC_PROBE = Duration.ofSeconds(2);

    private final BenchmarkPlan plan;
    private final Path folder;
    private final Path ratios;
    private final PrintStream out;

    /** Makes a benchmark whose servers live in {@code folder}; {@code ratios} is the file of those that were recorded. */
    public Benchmark(BenchmarkPlan plan, Path folder, Path ratios, PrintStream out) {
        this.plan = plan;
        this.folder = folder;
        this.ratios = ratios;
        this.out = out;
    }

    /** Measures Optimist, started from its jar with an empty data folder. */
    public void measureJar(Path jar) throws IOException, InterruptedException {
        Wrk wrk = Wrk.installed(folder, plan.connections());
        printMachine();
        try (ServerProcess optimist = ServerProcess.optimist(jar, folder, plan.jvmOptions())) {
            List<Measured> measured = measure(wrk, "Optimist", optimist.uri(), optimist::processorMicros);
            compare(measured);
            optimist.residentBytes()
                    .ifPresent(bytes -> out.printf("%nOptimist's resident memory at the end: %d MiB%n", bytes >> 20));
        }
    }

    /** Measures a server that runs already; an index is made there, and deleted at the end. */
    public void measureUrl(URI server) throws IOException, InterruptedException {
        Wrk wrk = Wrk.installed(folder, plan.connections());
        printMachine();
        measure(wrk, server.getAuthority(), server, OptionalLong::empty);
    }

    private void printMachine() throws IOException {
        FsyncRate fsync = FsyncRate.measure(folder, FSYNC_PROBE);
        out.println(Machine.description());
        out.printf(
                "append 4 KiB + fdatasync, one after the other: %,.0f/s (%s)%n", fsync.perSecond(), fsync.fileSystem());
        out.println(plan);
    }

    private void compare(List<Measured> measured) throws IOException {
        Ratios recorded = Ratios.read(ratios);
        out.printf("%nRatios beside those in %s:%n%s", ratios, recorded.drift(measured));
        if (plan.record()) {
            recorded.record(measured, ratios);
            out.println("recorded");
        }
    }

    private List<Measured> measure(Wrk wrk, String name, URI target, Supplier<OptionalLong> processor)
            throws IOException, InterruptedException {
        Corpus corpus = new Corpus("load-bench-" + System.currentTimeMillis(), plan.documents(), Corpus.SMALL_BYTES);
        corpus.load(target);
        try (ServerProcess fixed = ServerProcess.mainClass(FixedAnswerServer.class, folder, plan.jvmOptions());
                ServerProcess log = ServerProcess.withData(LogServer.class, folder, plan.jvmOptions())) {
            List<Measured> measured = rounds(wrk, corpus, new Ceilings(fixed.uri(), log.uri()), target, processor);
            out.printf("%n%s", Report.table(name, measured, plan.connections()));
            out.print(Report.documents(measured) + Report.broken(measured));
            printStatuses(wrk, corpus, target, measured);
            return measured;
        } finally {
            corpus.delete(target);
        }
    }

    /** The servers that know no documents. */
    private record Ceilings(URI fixed, URI log) {}

    private List<Measured> rounds(
            Wrk wrk, Corpus corpus, Ceilings ceilings, URI target, Supplier<OptionalLong> processor)
            throws IOException, InterruptedException {
        List<Measured> measured = plan.rows().stream()
                .map(row -> new Measured(row, new ArrayList<>(), new ArrayList<>(), new ArrayList<>()))
                .toList();
        for (Row row : plan.rows()) {
            wrk.run(row, ceilings.fixed(), corpus, plan.warmUpSeconds());
            if (row.durable()) {
                wrk.run(row, ceilings.log(), corpus, plan.warmUpSeconds());
            }
            wrk.run(row, target, corpus, plan.warmUpSeconds());
        }
        for (int round = 1; round <= plan.rounds(); round++) {
            for (Measured each : measured) {
                each.fixed().add(wrk.run(each.row(), ceilings.fixed(), corpus, plan.seconds()));
                if (each.row().durable()) {
                    each.log().add(wrk.run(each.row(), ceilings.log(), corpus, plan.seconds()));
                }
                each.target().add(wrk.run(each.row(), target, corpus, plan.seconds(), processor));
                print(round, each);
            }
        }
        return measured;
    }

    private void print(int round, Measured measured) {
        WrkResult target = measured.target().get(round - 1);
        out.printf(
                "round %d  %-14s fixed %,9.0f/s  %s  target %,9.0f/s  refused %,d%n",
                round,
                measured.row(),
                measured.fixed().get(round - 1).requestsPerSecond(),
                measured.log().isEmpty()
                        ? " ".repeat(15)
                        : String.format(
                                Locale.ROOT,
                                "log %,9.0f/s",
                                measured.log().get(round - 1).requestsPerSecond()),
                measured.row().successesPerSecond(target),
                target.refused());
    }

    private void printStatuses(Wrk wrk, Corpus corpus, URI target, List<Measured> measured)
            throws IOException, InterruptedException {
        for (Measured each : measured) {
            if (each.refusedShare() > 0 && each.refusedShare() < 1) {
                WrkResult look = wrk.runCountingStatuses(each.row(), target, corpus);
                out.printf("%n%s, one second more: %s%n", each.row(), shares(look));
            }
        }
    }

    private static String shares(WrkResult look) {
        double all =
                look.statuses().values().stream().mapToLong(Long::longValue).sum();
        return look.statuses().entrySet().stream()
                .map(status ->
                        String.format(Locale.ROOT, "%s: %.1f %%", status.getKey(), 100 * status.getValue() / all))
                .collect(Collectors.joining(", "));
    }
}
