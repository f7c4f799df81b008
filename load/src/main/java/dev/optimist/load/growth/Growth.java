package dev.optimist.load.growth;

import dev.optimist.load.bench.Corpus;
import dev.optimist.load.bench.FixedAnswerServer;
import dev.optimist.load.bench.Machine;
import dev.optimist.load.bench.Row;
import dev.optimist.load.bench.Wrk;
import dev.optimist.load.growth.GrowthPlan.Axis;
import dev.optimist.load.growth.H2load.Protocol;
import dev.optimist.load.process.ServerProcess;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/** Lets connections, documents and their size grow, prints what was reached as tables and draws it. */
public final class Growth {
    private static final double BYTES_PER_MEGABYTE = 1e6;

    private final GrowthPlan plan;
    private final Path folder;
    private final Path picture;
    private final PrintStream out;

    public Growth(GrowthPlan plan, Path folder, Path picture, PrintStream out) {
        this.plan = plan;
        this.folder = folder;
        this.picture = picture;
        this.out = out;
    }

    /** Measures Optimist, started from its jar with an empty data folder. */
    public void measureJar(Path jar) throws IOException, InterruptedException {
        try (ServerProcess optimist = ServerProcess.optimist(jar, folder, plan.jvmOptions())) {
            measure("Optimist", optimist.uri());
        }
    }

    /** Measures a server that runs already; indices are made there, and deleted. */
    public void measureUrl(URI server) throws IOException, InterruptedException {
        measure(server.getAuthority(), server);
    }

    private void measure(String name, URI target) throws IOException, InterruptedException {
        out.println(Machine.description());
        try (ServerProcess fixed = ServerProcess.mainClass(FixedAnswerServer.class, folder, plan.jvmOptions())) {
            warmUp(fixed.uri(), target);
            List<Panel> panels = new ArrayList<>();
            if (plan.axes().contains(Axis.CONNECTIONS)) {
                panels.add(shown(connections(name, fixed.uri(), target)));
            }
            if (plan.axes().contains(Axis.DOCUMENTS)) {
                panels.add(shown(documents(name, fixed.uri(), target)));
            }
            if (plan.axes().contains(Axis.SIZE)) {
                panels.add(shown(sizes(name, fixed.uri(), target)));
            }
            if (plan.axes().contains(Axis.PROTOCOL)) {
                protocols(name, fixed.uri(), target);
            }
            draw(panels);
        }
    }

    private void draw(List<Panel> panels) throws IOException {
        if (!panels.isEmpty()) {
            Picture.write(panels, picture);
            out.printf("%nThe picture: %s%n", picture);
        }
    }

    private Panel shown(Panel panel) {
        out.print(panel.table());
        return panel;
    }

    private void warmUp(URI fixed, URI target) throws IOException, InterruptedException {
        try (Corpus.Loaded corpus = corpus(target, GrowthPlan.DOCUMENTS, Corpus.SMALL_BYTES)) {
            Wrk wrk = Wrk.installed(folder, GrowthPlan.CONNECTIONS);
            for (Row row : List.of(Row.GET, Row.PUT_RANDOM)) {
                wrk.run(row, fixed, corpus.corpus(), plan.seconds());
                wrk.run(row, target, corpus.corpus(), plan.seconds());
            }
        }
    }

    private Panel connections(String name, URI fixed, URI target) throws IOException, InterruptedException {
        Curve ceiling = new Curve("fixed answer, PUT");
        Curve gets = new Curve(name + ", GET");
        Curve puts = new Curve(name + ", durable PUT");
        try (Corpus.Loaded corpus = corpus(target, GrowthPlan.DOCUMENTS, Corpus.SMALL_BYTES)) {
            for (int connections : plan.connections()) {
                Wrk wrk = Wrk.installed(folder, connections);
                ceiling.add(connections, rate(wrk, Row.PUT_RANDOM, fixed, corpus.corpus()));
                gets.add(connections, rate(wrk, Row.GET, target, corpus.corpus()));
                puts.add(connections, rate(wrk, Row.PUT_RANDOM, target, corpus.corpus()));
            }
        }
        return new Panel("Connections", "connections", "requests/s", false, List.of(ceiling, gets, puts));
    }

    private Panel documents(String name, URI fixed, URI target) throws IOException, InterruptedException {
        Curve ceiling = new Curve("fixed answer, PUT");
        Curve gets = new Curve(name + ", GET of a hot tenth");
        Curve puts = new Curve(name + ", durable PUT of any");
        Wrk wrk = Wrk.installed(folder, GrowthPlan.CONNECTIONS);
        for (int documents : plan.documents()) {
            try (Corpus.Loaded corpus = corpus(target, documents, Corpus.SMALL_BYTES)) {
                Corpus hot = corpus.corpus().hotTenth();
                hot.read(target);
                wrk.run(Row.GET, target, hot, plan.seconds());
                ceiling.add(documents, rate(wrk, Row.PUT_RANDOM, fixed, corpus.corpus()));
                gets.add(documents, rate(wrk, Row.GET, target, hot));
                puts.add(documents, rate(wrk, Row.PUT_RANDOM, target, corpus.corpus()));
            }
        }
        return new Panel("Documents of 62 bytes", "documents", "requests/s", false, List.of(ceiling, gets, puts));
    }

    private Panel sizes(String name, URI fixed, URI target) throws IOException, InterruptedException {
        Curve copy = new Curve("copying memory, one thread");
        Curve ceiling = new Curve("fixed answer, PUT");
        Curve gets = new Curve(name + ", GET");
        Curve puts = new Curve(name + ", durable PUT");
        Wrk wrk = Wrk.installed(folder, GrowthPlan.CONNECTIONS);
        for (int bytes : GrowthPlan.SIZES) {
            try (Corpus.Loaded corpus = corpus(target, GrowthPlan.documents(bytes), bytes)) {
                double megabytes = bytes / BYTES_PER_MEGABYTE;
                copy.add(bytes, CopyRate.bytesPerSecond() / BYTES_PER_MEGABYTE);
                ceiling.add(bytes, megabytes * rate(wrk, Row.PUT_RANDOM, fixed, corpus.corpus()));
                gets.add(bytes, megabytes * rate(wrk, Row.GET, target, corpus.corpus()));
                puts.add(bytes, megabytes * rate(wrk, Row.PUT_RANDOM, target, corpus.corpus()));
            }
        }
        return new Panel("Size of a document", "bytes", "MB/s", true, List.of(copy, ceiling, gets, puts));
    }

    private void protocols(String name, URI fixed, URI target) throws IOException, InterruptedException {
        if (!H2load.installed()) {
            out.println("\nh2load is not installed: apt-get install nghttp2-client (Debian, Ubuntu)");
            return;
        }
        H2load h2load = new H2load(folder, GrowthPlan.CONNECTIONS, plan.seconds());
        out.printf("%n| GET, %d connections | fixed answer, 1/s | %s, 1/s |%n", GrowthPlan.CONNECTIONS, name);
        out.println("|---|---:|---:|");
        try (Corpus.Loaded corpus = corpus(target, GrowthPlan.DOCUMENTS, Corpus.SMALL_BYTES)) {
            for (Protocol protocol : Protocol.values()) {
                String index = corpus.corpus().index();
                OptionalDouble ofFixed = h2load.warm(protocol, fixed, index, GrowthPlan.DOCUMENTS);
                OptionalDouble ofTarget = h2load.warm(protocol, target, index, GrowthPlan.DOCUMENTS);
                out.print(H2load.line(protocol, ofFixed, ofTarget));
            }
        }
    }

    private static Corpus.Loaded corpus(URI target, int documents, int bytes) throws IOException, InterruptedException {
        return Corpus.loaded("load-growth-" + System.nanoTime(), documents, bytes, target);
    }

    private double rate(Wrk wrk, Row row, URI server, Corpus corpus) throws IOException, InterruptedException {
        return row.successesPerSecond(wrk.run(row, server, corpus, plan.seconds()));
    }
}
