package dev.optimist.http.watching;

import dev.optimist.core.observe.EngineObserver;
import dev.optimist.http.cli.OptimistConfiguration;
import dev.optimist.http.cli.RunningServer;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.function.UnaryOperator;

/**
 * A server with all meters, or with an observer that ignores everything: to be driven from outside, and its processor time
 * to be read, for what meters cost a request. Ends with its standard input.
 */
final class MeteredServer {
    private MeteredServer() {}

    /** First {@code meters} or {@code none}, then options. */
    public static void main(String[] arguments) throws IOException {
        UnaryOperator<EngineObserver> observer =
                arguments[0].equals("none") ? metered -> EngineObserver.NOOP : UnaryOperator.identity();
        OptimistConfiguration configuration =
                OptimistConfiguration.of(Arrays.copyOfRange(arguments, 1, arguments.length));
        try (RunningServer server = RunningServer.start(
                configuration,
                new RunningServer.Wrapping(observer, UnaryOperator.identity(), UnaryOperator.identity()))) {
            System.out.println("listens on " + server.address().getPort());
            System.in.transferTo(OutputStream.nullOutputStream());
        }
    }
}
