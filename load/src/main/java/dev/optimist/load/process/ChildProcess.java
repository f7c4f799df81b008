package dev.optimist.load.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/**
 * A process that this one started. It ends at {@link #close}, and at the latest together with this JVM; its output goes
 * to a file.
 */
public final class ChildProcess implements AutoCloseable {
    private static final long STOP_SECONDS_MAX = 30;
    private static final int LOG_LINES_SHOWN = 20;
    private static final long NANOS_PER_MICRO = 1_000;

    private final Process process;
    private final Path log;
    private final Thread endWithParent;

    private ChildProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
        this.endWithParent = new Thread(process::destroyForcibly, "end-" + process.pid());
    }

    /** Starts a command whose output is appended to {@code log}. */
    public static ChildProcess start(Path log, List<String> command) throws IOException {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        ChildProcess child = new ChildProcess(process, log);
        Runtime.getRuntime().addShutdownHook(child.endWithParent);
        return child;
    }

    /** Starts a JVM like this one. */
    public static ChildProcess startJava(Path log, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(javaExecutable()));
        command.addAll(arguments);
        return start(log, command);
    }

    /** Returns the path of the {@code java} that runs this. */
    public static String javaExecutable() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    public boolean alive() {
        return process.isAlive();
    }

    /** Returns the memory that is resident, where the operating system shows it under {@code /proc}. */
    public OptionalLong residentBytes() {
        Path status = Path.of("/proc", Long.toString(process.pid()), "status");
        try {
            return Files.readAllLines(status).stream()
                    .filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024)
                    .findFirst();
        } catch (IOException e) {
            return OptionalLong.empty();
        }
    }

    /** Returns the processor time that it has taken so far, in all its threads, where the operating system tells. */
    public OptionalLong processorMicros() {
        return process.info()
                .totalCpuDuration()
                .map(time -> OptionalLong.of(time.toNanos() / NANOS_PER_MICRO))
                .orElseGet(OptionalLong::empty);
    }

    /** Returns the last lines of its output. */
    public String lastOutput() {
        try {
            List<String> lines = Files.readAllLines(log);
            return String.join("\n", lines.subList(Math.max(0, lines.size() - LOG_LINES_SHOWN), lines.size()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Asks the process to end, and makes it end when it has not after half a minute. */
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(STOP_SECONDS_MAX, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        Runtime.getRuntime().removeShutdownHook(endWithParent);
    }
}
