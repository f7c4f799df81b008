package dev.optimist.http.watching;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A program of somebody else's, which listens on a port that it picks and names. */
final class Tool implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 10;

    private final Process process;
    private final int port;

    private Tool(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** Skips the test, and says so, where a program is not installed. */
    static void assumeInstalled(String... names) {
        for (String name : names) {
            assumeTrue(installed(name), "skipped: there is no " + name + " on the path (.ci/run installs it)");
        }
    }

    private static boolean installed(String name) {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator, -1))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, name)));
    }

    /**
     * Starts a program; returns once it listens.
     *
     * @param listens finds the port in a line that it prints
     */
    static Tool start(Pattern listens, List<String> command) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            return new Tool(process, port(process, listens));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int port(Process process, Pattern listens) throws IOException {
        BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
        List<String> lines = new ArrayList<>();
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            lines.add(line);
            Matcher matcher = listens.matcher(line);
            if (matcher.find()) {
                drain(output);
                return Integer.parseInt(matcher.group(1));
            }
        }
        throw new IllegalStateException("it did not start: " + lines);
    }

    /** Nobody reads what it says from now on, but it must not wait for a reader. */
    private static void drain(BufferedReader output) {
        Thread reader = new Thread(() -> output.lines().forEach(line -> {}), "tool-output");
        reader.setDaemon(true);
        reader.start();
    }

    /** Runs a program to its end; returns what it printed, and demands that it is content. */
    static String run(String... command) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor()).as(printed).isZero();
            return printed;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    int port() {
        return port;
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
