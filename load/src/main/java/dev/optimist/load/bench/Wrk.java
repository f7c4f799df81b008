package dev.optimist.load.bench;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Supplier;

/** The wrk program with this module's script; one thread drives all connections. */
public final class Wrk {
    private final Path script;
    private final int connections;

    private Wrk(Path script, int connections) {
        this.script = script;
        this.connections = connections;
    }

    /** Finds wrk, or says how to get it. */
    public static Wrk installed(Path folder, int connections) throws IOException {
        try {
            new ProcessBuilder("wrk", "-v").redirectErrorStream(true).start().destroy();
        } catch (IOException e) {
            throw new IOException(
                    "wrk is not installed: apt-get install wrk (Debian, Ubuntu), brew install wrk (macOS)", e);
        }
        return new Wrk(script(folder), connections);
    }

    private static Path script(Path folder) throws IOException {
        Files.createDirectories(folder);
        Path script = folder.resolve("bench.lua");
        try (InputStream resource = Wrk.class.getResourceAsStream("bench.lua")) {
            if (resource == null) {
                throw new IllegalStateException("bench.lua is not in the jar");
            }
            Files.copy(resource, script, StandardCopyOption.REPLACE_EXISTING);
        }
        return script;
    }

    /** Runs one kind of work against a server. */
    public WrkResult run(Row row, URI server, Corpus corpus, int seconds) throws IOException, InterruptedException {
        return run(command(row, server, corpus, seconds));
    }

    /** Runs, and takes the server's processor time of that while. */
    WrkResult run(Row row, URI server, Corpus corpus, int seconds, Supplier<OptionalLong> processor)
            throws IOException, InterruptedException {
        OptionalLong before = processor.get();
        WrkResult result = run(row, server, corpus, seconds);
        OptionalLong after = processor.get();
        return before.isPresent() && after.isPresent()
                ? result.withProcessor(OptionalLong.of(after.getAsLong() - before.getAsLong()))
                : result;
    }

    /** Counts each status too, which costs wrk time: for a look at what is refused, not for a figure. */
    WrkResult runCountingStatuses(Row row, URI server, Corpus corpus) throws IOException, InterruptedException {
        List<String> command = command(row, server, corpus, 1);
        command.add("statuses");
        return run(command);
    }

    private List<String> command(Row row, URI server, Corpus corpus, int seconds) {
        List<String> command = new ArrayList<>(
                List.of("wrk", "-t1", "-c" + row.connections(connections), "-d" + seconds + "s", "--timeout", "30s"));
        command.addAll(List.of("-s", script.toString(), server.toString(), "--"));
        command.addAll(List.of(
                row.key(), corpus.index(), Integer.toString(corpus.documents()), Integer.toString(corpus.bytes())));
        return command;
    }

    private static WrkResult run(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(String.join(" ", command) + " failed:\n" + output);
        }
        return WrkResult.parse(output);
    }
}
