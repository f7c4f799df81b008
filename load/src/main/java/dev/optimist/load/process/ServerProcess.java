package dev.optimist.load.process;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** An HTTP server in a process of its own, on a free port of the loopback address; it answers when {@code start} returns. */
public final class ServerProcess implements AutoCloseable {
    private static final Duration START_MAX = Duration.ofSeconds(60);
    private static final Duration PROBE_PAUSE = Duration.ofMillis(20);

    private final ChildProcess process;
    private final URI uri;
    private final List<Path> temporary;

    private ServerProcess(ChildProcess process, URI uri, List<Path> temporary) {
        this.process = process;
        this.uri = uri;
        this.temporary = temporary;
    }

    /**
     * Starts Optimist's jar with an empty data folder, which goes when the server is closed.
     *
     * @param folder where the data folder and the log are made; to measure anything it must be on a real disk
     */
    public static ServerProcess optimist(Path jar, Path folder, List<String> jvmOptions) throws IOException {
        if (!Files.isRegularFile(jar)) {
            throw new IOException("there is no server at " + jar + "; build it with: mvn -q -DskipTests package");
        }
        Files.createDirectories(folder);
        Path data = Files.createTempDirectory(folder, "data-");
        List<String> arguments = new ArrayList<>(jvmOptions);
        arguments.addAll(List.of("-jar", jar.toString(), "--data", data.toString()));
        return start(arguments, Files.createTempFile(folder, "optimist-", ".log"), List.of(data));
    }

    /** Starts a main class of this class path, which takes {@code --port}. */
    public static ServerProcess mainClass(Class<?> main, Path folder, List<String> jvmOptions) throws IOException {
        Files.createDirectories(folder);
        return start(main, folder, jvmOptions, List.of(), List.of());
    }

    /** Starts a main class of this class path, which takes {@code --data} and then {@code --port}; its folder goes too. */
    public static ServerProcess withData(Class<?> main, Path folder, List<String> jvmOptions) throws IOException {
        Files.createDirectories(folder);
        Path data = Files.createTempDirectory(folder, "data-");
        return start(main, folder, jvmOptions, List.of("--data", data.toString()), List.of(data));
    }

    private static ServerProcess start(
            Class<?> main, Path folder, List<String> jvmOptions, List<String> own, List<Path> temporary)
            throws IOException {
        List<String> arguments = new ArrayList<>(jvmOptions);
        arguments.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        arguments.addAll(own);
        return start(arguments, Files.createTempFile(folder, main.getSimpleName() + "-", ".log"), temporary);
    }

    private static ServerProcess start(List<String> arguments, Path log, List<Path> temporary) throws IOException {
        int port = freePort();
        List<String> withPort = new ArrayList<>(arguments);
        withPort.addAll(List.of("--port", Integer.toString(port)));
        ServerProcess server = new ServerProcess(
                ChildProcess.startJava(log, withPort), URI.create("http://127.0.0.1:" + port), temporary);
        try {
            server.awaitAnswer();
        } catch (IOException e) {
            server.close();
            throw e;
        }
        return server;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private void awaitAnswer() throws IOException {
        HttpClient client = HttpClient.newHttpClient();
        long deadlineNanos = System.nanoTime() + START_MAX.toNanos();
        while (!answers(client)) {
            if (!process.alive() || System.nanoTime() > deadlineNanos) {
                throw new IOException("the server did not start; its last output:\n" + process.lastOutput());
            }
        }
    }

    private boolean answers(HttpClient client) {
        try {
            HttpResponse<Void> response =
                    client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.discarding());
            return response.statusCode() == 200;
        } catch (IOException e) {
            pause();
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while a server starts", e);
        }
    }

    private static void pause() {
        try {
            Thread.sleep(PROBE_PAUSE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    public URI uri() {
        return uri;
    }

    public OptionalLong residentBytes() {
        return process.residentBytes();
    }

    /** Returns the processor time that it has taken so far. */
    public OptionalLong processorMicros() {
        return process.processorMicros();
    }

    @Override
    public void close() {
        process.close();
        temporary.forEach(ServerProcess::deleteTree);
    }

    private static void deleteTree(Path root) {
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            System.err.println("left behind: " + root + ": " + e);
        }
    }
}
