package dev.optimist.load.growth;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** The h2load program: HTTP/1.1 with several requests of a connection under way, and HTTP/2. */
final class H2load {
    /** How requests travel. */
    enum Protocol {
        HTTP_1("HTTP/1.1", "--h1 -m1"),
        HTTP_1_PIPELINED("HTTP/1.1, 16 pipelined", "--h1 -m16"),
        HTTP_2("HTTP/2 without TLS, 16 streams", "-m16");

        private final String title;
        private final String options;

        Protocol(String title, String options) {
            this.title = title;
            this.options = options;
        }

        String title() {
            return title;
        }
    }

    private static final Pattern RATE = Pattern.compile("finished in [0-9.]+\\w+, ([0-9.]+) req/s");
    private static final Pattern COUNTS = Pattern.compile("(\\d+) succeeded, (\\d+) failed, (\\d+) errored");
    private static final int URLS = 10_000;
    private static final int RUNS_MAX = 30;
    private static final int RUNS_SETTLED = 2;
    private static final double GAIN = 1.05;

    private final Path folder;
    private final int connections;
    private final int seconds;

    H2load(Path folder, int connections, int seconds) {
        this.folder = folder;
        this.connections = connections;
        this.seconds = seconds;
    }

    static boolean installed() throws InterruptedException {
        try {
            Process process = new ProcessBuilder("h2load", "--version").start();
            process.getInputStream().transferTo(OutputStream.nullOutputStream());
            return process.waitFor() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * As {@link #get} of a warm server: a protocol has code of its own, which is compiled as it is used. Runs again until that
     * brings no more than a twentieth, twice, and returns the fastest run.
     */
    OptionalDouble warm(Protocol protocol, URI server, String index, int documents)
            throws IOException, InterruptedException {
        OptionalDouble best = get(protocol, server, index, documents);
        int settled = 0;
        for (int run = 1; run < RUNS_MAX && best.isPresent() && settled < RUNS_SETTLED; run++) {
            double next = get(protocol, server, index, documents).orElse(0);
            settled = next > best.getAsDouble() * GAIN ? 0 : settled + 1;
            best = OptionalDouble.of(Math.max(best.getAsDouble(), next));
        }
        return best;
    }

    /** Returns successful GETs of random documents a second; empty where the server does not speak the protocol. */
    OptionalDouble get(Protocol protocol, URI server, String index, int documents)
            throws IOException, InterruptedException {
        Path urls = Files.createTempFile(folder, "urls-", ".txt");
        try {
            Files.write(
                    urls,
                    IntStream.range(0, Math.min(documents, URLS))
                            .mapToObj(i -> server.resolve("/" + index + "/_doc/" + (i * 7919L % documents)))
                            .map(URI::toString)
                            .toList());
            return parse(run(command(protocol, urls)));
        } finally {
            Files.delete(urls);
        }
    }

    private List<String> command(Protocol protocol, Path urls) {
        List<String> command = new ArrayList<>(List.of("h2load", "-t1", "-c" + connections, "-D" + seconds));
        command.addAll(List.of(protocol.options.split(" ", -1)));
        command.addAll(List.of("-i", urls.toString()));
        return command;
    }

    private static String run(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return output;
    }

    static OptionalDouble parse(String output) {
        Matcher rate = RATE.matcher(output);
        Matcher counts = COUNTS.matcher(output);
        if (!rate.find() || !counts.find()) {
            return OptionalDouble.empty();
        }
        double succeeded = Double.parseDouble(counts.group(1));
        double all = succeeded + Double.parseDouble(counts.group(2)) + Double.parseDouble(counts.group(3));
        return succeeded == 0
                ? OptionalDouble.empty()
                : OptionalDouble.of(Double.parseDouble(rate.group(1)) * succeeded / Math.max(1, all));
    }

    static String line(Protocol protocol, OptionalDouble fixed, OptionalDouble target) {
        return String.format(Locale.ROOT, "| %s | %s | %s |%n", protocol.title(), figure(fixed), figure(target));
    }

    private static String figure(OptionalDouble perSecond) {
        return perSecond.isPresent()
                ? String.format(Locale.ROOT, "%,.0f", perSecond.getAsDouble())
                : "does not speak it";
    }
}
