package dev.optimist.load;

import dev.optimist.load.process.ChildProcess;
import dev.optimist.load.process.Places;
import dev.optimist.load.process.ServerProcess;
import dev.optimist.load.profile.Profile;
import io.gatling.javaapi.core.Simulation;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Runs a Gatling simulation; its exit code is Gatling's: 0 when all held, 2 when an assertion failed. */
abstract class SimulationCommand implements Callable<Integer> {
    private final Class<? extends Simulation> simulation;

    @Mixin
    private ServerOptions server = new ServerOptions();

    @Option(names = "--profile", description = "How much: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    private Profile profile = Profile.STEADY;

    @Option(names = "--users", description = "How many at once, instead of the profile's.")
    @Nullable
    private Integer users;

    @Option(names = "--seconds", description = "How long, instead of the profile's.")
    @Nullable
    private Integer seconds;

    @Option(names = "--retry-on-conflict", description = "What _update is told (default: ${DEFAULT-VALUE}).")
    private int retryOnConflict = 5;

    @Option(names = "--history", description = "Write what clients did and saw to this file, for the history checker.")
    @Nullable
    private Path history;

    @Option(names = "--reports", description = "Where the HTML report is kept (default: ${DEFAULT-VALUE}).")
    private Path reports = Places.ofThisProgram().reports();

    SimulationCommand(Class<? extends Simulation> simulation) {
        this.simulation = simulation;
    }

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
        List<String> command = new ArrayList<>(
                List.of(ChildProcess.javaExecutable(), "--add-opens=java.base/java.lang=ALL-UNNAMED", "-Durl=" + url));
        command.add("-Dprofile=" + profile);
        command.add("-DretryOnConflict=" + retryOnConflict);
        property(command, "users", users);
        property(command, "seconds", seconds);
        property(command, "history", history);
        addTo(command);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), "io.gatling.app.Gatling"));
        command.addAll(List.of("--simulation", simulation.getName()));
        command.addAll(List.of("--results-folder", reports.toAbsolutePath().toString()));
        return new ProcessBuilder(command).inheritIO().start().waitFor();
    }

    /** Adds the properties that this simulation alone has. */
    void addTo(List<String> command) {}

    static void property(List<String> command, String name, @Nullable Object value) {
        if (value != null) {
            command.add("-D" + name + "=" + value);
        }
    }
}
