package dev.optimist.load;

import dev.optimist.load.process.ChildProcess;
import dev.optimist.load.process.Places;
import dev.optimist.load.process.ServerProcess;
import dev.optimist.load.views.PageViewsSimulation;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Runs {@link PageViewsSimulation}; its exit code is Gatling's: 0 when no view was lost, 2 when an assertion failed. */
@Command(
        name = "views",
        description =
                "Many visitors count views of one page at once, by conditional PUT and by _update; fails when a view"
                        + " is lost or counted twice.",
        mixinStandardHelpOptions = true)
final class ViewsCommand implements Callable<Integer> {
    @Mixin
    private ServerOptions server = new ServerOptions();

    @Option(names = "--users", description = "Visitors at once, of each way of counting (default: ${DEFAULT-VALUE}).")
    private int users = 20;

    @Option(names = "--seconds", description = "How long they count (default: ${DEFAULT-VALUE}).")
    private int seconds = 10;

    @Option(names = "--retry-on-conflict", description = "What _update is told (default: ${DEFAULT-VALUE}).")
    private int retryOnConflict = 5;

    @Option(names = "--reports", description = "Where the HTML report is kept (default: ${DEFAULT-VALUE}).")
    private Path reports = Places.ofThisProgram().reports();

    @Override
    public Integer call() throws IOException, InterruptedException {
        URI url = server.url;
        if (url != null) {
            return simulate(url);
        }
        try (ServerProcess started = ServerProcess.optimist(server.serverJar, server.folder, server.jvmOptions)) {
            return simulate(started.uri());
        }
    }

    // Gatling ends its JVM with its exit code, hence a JVM of its own.
    private int simulate(URI url) throws IOException, InterruptedException {
        List<String> command = List.of(
                ChildProcess.javaExecutable(),
                "--add-opens=java.base/java.lang=ALL-UNNAMED",
                "-Durl=" + url,
                "-Dusers=" + users,
                "-Dseconds=" + seconds,
                "-DretryOnConflict=" + retryOnConflict,
                "-cp",
                System.getProperty("java.class.path"),
                "io.gatling.app.Gatling",
                "--simulation",
                PageViewsSimulation.class.getName(),
                "--results-folder",
                reports.toAbsolutePath().toString());
        return new ProcessBuilder(command).inheritIO().start().waitFor();
    }
}
