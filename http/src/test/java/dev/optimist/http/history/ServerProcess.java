package dev.optimist.http.history;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The executable jar, running in a JVM of its own on a free port. */
final class ServerProcess implements AutoCloseable {
    private static final Duration START_MAX = Duration.ofSeconds(60);
    private static final Duration STOP_MAX = Duration.ofSeconds(20);
    private static final Duration DUMP_MAX = Duration.ofSeconds(5);
    private static final Pattern LISTENING = Pattern.compile("(?:127\\.0\\.0\\.1|localhost|\\[::1])[:/](\\d{2,5})\\s");

    private final Process process;
    private final Path output;

    private ServerProcess(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    /** Launches a server on a data folder and returns at once. */
    static ServerProcess launch(Path data) throws IOException {
        return launch(data, "-Xmx256m");
    }

    /** Launches a server with this much heap. */
    static ServerProcess launch(Path data, String heap) throws IOException {
        return launch(new Launch(data).heap(heap));
    }

    static ServerProcess launch(Launch launch) throws IOException {
        Path output = Files.createTempFile("optimist-server", ".log");
        output.toFile().deleteOnExit();
        ProcessBuilder builder = new ProcessBuilder(launch.command());
        builder.environment().keySet().removeIf(name -> name.startsWith("OPTIMIST_"));
        builder.environment().putAll(launch.environment());
        builder.redirectErrorStream(true).redirectOutput(output.toFile());
        return new ServerProcess(builder.start(), output);
    }

    /**
     * What is launched.
     *
     * @param prefix a command that runs the command which follows it, in the same process in the end
     */
    record Launch(
            Path data,
            String heap,
            List<String> machine,
            List<String> prefix,
            List<String> options,
            Map<String, String> environment) {
        /** What starts soonest; see {@link #asUsersDo}. */
        private static final List<String> QUICK = List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

        Launch(Path data) {
            this(data, "-Xmx256m", QUICK, List.of(), List.of(), Map.of());
        }

        /** With the JVM's own choice of compilers and collector, as whoever measures must have it. */
        Launch asUsersDo() {
            return new Launch(data, heap, List.of(), prefix, options, environment);
        }

        Launch heap(String changed) {
            return new Launch(data, changed, machine, prefix, options, environment);
        }

        Launch prefix(String... command) {
            return new Launch(data, heap, machine, List.of(command), options, environment);
        }

        Launch options(String... more) {
            return new Launch(data, heap, machine, prefix, List.of(more), environment);
        }

        Launch environment(String name, String value) {
            return new Launch(data, heap, machine, prefix, options, Map.of(name, value));
        }

        private List<String> command() {
            List<String> command = new ArrayList<>(prefix);
            command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            command.add(heap);
            command.addAll(machine);
            String jar = System.getProperty("optimist.jar", "target/optimist.jar");
            command.add(ClassArchive.option(Path.of(jar)));
            // A disk that is gone takes the native library with it; nobody reads what that process has to say.
            command.addAll(List.of("-XX:-CreateCoredumpOnCrash", "-XX:ErrorFile=/dev/null", "-jar"));
            command.add(jar);
            command.addAll(List.of("--port=0", "--data=" + data));
            command.addAll(options);
            return command;
        }
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
        dumpThreads();
        throw new IOException("the server does not listen; it said:\n" + output());
    }

    /** Has the server say where its threads are, if it still runs. */
    private void dumpThreads() throws IOException {
        long deadline = System.nanoTime() + DUMP_MAX.toNanos();
        new ProcessBuilder("kill", "-QUIT", String.valueOf(pid())).start();
        while (process.isAlive() && !output().contains("JNI global refs") && System.nanoTime() < deadline) {
            LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
        }
    }

    long pid() {
        return process.pid();
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

    /** Waits for the process to end by itself, and returns its exit code. */
    int exitCode() throws IOException, InterruptedException {
        if (!process.waitFor(STOP_MAX.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new IOException("the server does not end; it said:\n" + output());
        }
        return process.exitValue();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Waits until the server has said something. */
    void awaitOutput(String words) throws IOException {
        long deadline = System.nanoTime() + START_MAX.toNanos();
        while (!output().contains(words)) {
            if (System.nanoTime() > deadline) {
                throw new IOException("the server does not say [" + words + "] but:\n" + output());
            }
            LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
        }
    }

    String output() throws IOException {
        return Files.readString(output, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join(); // whoever unmounts its folder needs it to be gone
    }
}
