package dev.optimist.http.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.optimist.http.cli.OptimistConfiguration;
import dev.optimist.http.cli.RunningServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.stream.Stream;
import reactor.blockhound.BlockHound;
import reactor.blockhound.BlockingOperationError;

/** A real server within the test's process, on a free port, with a data folder of its own. Its event loops may not block. */
public final class TestServer implements AutoCloseable {
    private static final Queue<String> BLOCKING_CALLS = new ConcurrentLinkedQueue<>();

    static {
        // Handing work to other threads takes a lock, but for a few instructions only; so does an event loop that ends.
        BlockHound.install(builder -> builder.allowBlockingCallsInside(LinkedBlockingQueue.class.getName(), "offer")
                .allowBlockingCallsInside("io.netty.channel.uring.IoUringIoHandler", "closeWakeupGate")
                .blockingMethodCallback(method -> {
                    BlockingOperationError error = new BlockingOperationError(method);
                    if (waitsForWork(error)) {
                        return;
                    }
                    BLOCKING_CALLS.add(Thread.currentThread().getName() + " called " + method + " from "
                            + Arrays.toString(error.getStackTrace()));
                    throw error;
                }));
    }

    /** BlockHound knows an idle worker only where the worker began to wait after BlockHound came. */
    private static boolean waitsForWork(Throwable call) {
        return Arrays.stream(call.getStackTrace())
                .anyMatch(frame -> frame.getClassName().equals(ThreadPoolExecutor.class.getName())
                        && frame.getMethodName().equals("getTask"));
    }

    private final RunningServer server;
    private final Path data;
    private final boolean ownsData;

    private TestServer(RunningServer server, Path data, boolean ownsData) {
        this.server = server;
        this.data = data;
        this.ownsData = ownsData;
    }

    /** Starts a server with an empty data folder, which is deleted in the end. */
    public static TestServer start(String... options) {
        try {
            return start(Files.createTempDirectory("optimist-test"), /* ownsData= */ true, options);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts a server on a folder that outlives it. */
    public static TestServer startOn(Path data, String... options) {
        return start(data, /* ownsData= */ false, options);
    }

    private static TestServer start(Path data, boolean ownsData, String... options) {
        String[] all = Stream.concat(Stream.of("--port=0", "--data=" + data), Stream.of(options))
                .toArray(String[]::new);
        return new TestServer(RunningServer.start(OptimistConfiguration.of(all)), data, ownsData);
    }

    public InetSocketAddress address() {
        return server.address();
    }

    public URI uri(String path) {
        return URI.create(server.url() + path);
    }

    /** Returns whoever may do everything, where this start has made them. */
    public Caller admin() {
        return server.firstCredential()
                .map(first -> Caller.of(uri("/"), first.user(), first.password()))
                .orElseThrow();
    }

    /** Fails where a call has blocked an event loop, in any server of this process. */
    public static void assertNothingBlocked() {
        assertThat(List.copyOf(BLOCKING_CALLS))
                .as("calls that blocked an event loop")
                .isEmpty();
    }

    @Override
    public void close() {
        server.close();
        if (ownsData) {
            delete(data);
        }
    }

    private static void delete(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
