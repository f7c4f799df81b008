package dev.optimist.http.history;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The executable jar, running in a JVM of its own on a free port. */
final class ServerProcess implements AutoCloseable {
    private static final Duration START_MAX = Duration.ofSeconds(20);
    private static final Duration STOP_MAX = Duration.ofSeconds(20);
    private static final Pattern LISTENING = Pattern.compile("(?:127\\.0\\.0\\.1|localhost|\\[::1])[:/](\\d{2,5})\\s");

    private final Process process;
    private final Path output;

    private ServerProcess(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    /** Launches a server on a data folder and returns at once; its output goes to a file beside that folder. */
    static ServerProcess launch(Path data) throws IOException {
        return launch(data, "-Xmx256m");
    }

    /** Launches a server with this much heap. */
    static ServerProcess launch(Path data, String heap) throws IOException {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        Path output = Files.createTempFile(data.toAbsolutePath().getParent(), "server", ".log");
        ProcessBuilder builder = new ProcessBuilder(
                java.toString(),
                heap,
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-jar",
                System.getProperty("optimist.jar", "target/optimist.jar"),
                "--port",
                "0",
                "--data",
                data.toString());
        builder.redirectErrorStream(true).redirectOutput(output.toFile());
        return new ServerProcess(builder.start(), output);
    }

    /** Returns the port that the server prints once it listens. */
    int awaitPort() throws IOException {
        long deadline = System.nanoTime() + START_MAX.toNanos();
        while (System.nanoTime() < deadline && process.isAlive()) {
            Matcher listening = LISTENING.matcher(output());
            if (listening.find()) {
                return Integer.parseInt(listening.group(1));
            }
            LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
        }
        throw new IOException("the server does not listen; it said:\n" + output());
    }

    /** Ends the process with SIGKILL, wherever it is, and waits until it is gone. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** Ends the process with SIGTERM and returns whether it went in time. */
    boolean terminate() throws InterruptedException {
        process.destroy();
        return process.waitFor(STOP_MAX.toMillis(), TimeUnit.MILLISECONDS);
    }

    String output() throws IOException {
        return Files.readString(output, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
