package dev.optimist.http.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A server in a process of its own, from the executable jar. What it prints is kept. */
public final class ServerProcess implements AutoCloseable {
    private static final Pattern LISTENS = Pattern.compile("listens on http://([0-9.]+):(\\d+)");
    private static final long PATIENCE_SECONDS = 60;

    private final Process process;
    private final List<String> lines = Collections.synchronizedList(new ArrayList<>());

    private ServerProcess(Process process) {
        this.process = process;
    }

    /** Starts a process; whether a server comes of it is another matter. */
    public static ServerProcess launch(Path data, String... options) {
        return launch(List.of("-Xmx256m"), data, options);
    }

    /** Starts a process that writes each class which it loads into a file. */
    public static ServerProcess launchTracing(Path data, Path classes, String... options) {
        return launch(List.of("-Xmx256m", "-Xlog:class+load:file=" + classes), data, options);
    }

    private static ServerProcess launch(List<String> machine, Path data, String... options) {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        List<String> command = Stream.of(
                        List.of(java.toString()),
                        machine,
                        List.of("-jar", System.getProperty("optimist.jar"), "--data=" + data),
                        List.of(options))
                .flatMap(List::stream)
                .toList();
        try {
            ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
            builder.environment().keySet().removeIf(name -> name.startsWith("OPTIMIST_"));
            return new ServerProcess(builder.start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until the server listens, and says where. */
    public InetSocketAddress address() {
        try {
            BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                lines.add(line);
                Matcher matcher = LISTENS.matcher(line);
                if (matcher.find()) {
                    return new InetSocketAddress(matcher.group(1), Integer.parseInt(matcher.group(2)));
                }
            }
            throw new IllegalStateException("the server did not start: " + lines);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static URI uri(InetSocketAddress address) {
        return URI.create("http://" + address.getHostString() + ":" + address.getPort());
    }

    /** Asks the process to end, as {@code kill} does. */
    public void terminate() {
        process.toHandle().destroy(); // leaves the streams open
    }

    /** Kills the process, as {@code kill -9} does. */
    public void kill() {
        process.toHandle().destroyForcibly(); // leaves the streams open
    }

    /** Waits for the end of the process; what it printed until then is in {@link #lines()}. */
    public int exitCode() {
        try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
            output.lines().forEach(lines::add);
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException("the process does not end");
            }
            return process.exitValue();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    public List<String> lines() {
        return List.copyOf(lines);
    }

    /** Kills the process if it still runs. */
    @Override
    public void close() {
        process.destroyForcibly();
    }
}
