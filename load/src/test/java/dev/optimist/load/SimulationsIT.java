package dev.optimist.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.optimist.load.bulk.BulkSimulation;
import dev.optimist.load.checkout.CheckoutSimulation;
import dev.optimist.load.crud.CrudSimulation;
import dev.optimist.load.hot.HotDocumentSimulation;
import dev.optimist.load.process.ChildProcess;
import dev.optimist.load.process.Places;
import dev.optimist.load.process.ServerProcess;
import dev.optimist.load.views.PageViewsSimulation;
import io.gatling.javaapi.core.Simulation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every simulation in its smallest profile against the server that this build made. */
class SimulationsIT {
    private static final Places PLACES = Places.ofThisProgram();

    @TempDir
    private static Path folder;

    private static ServerProcess server;

    private record Run(int exitCode, String output) {}

    @BeforeAll
    static void start() throws IOException {
        assumeThat(PLACES.serverJar())
                .as("skipped: the server's jar is not built beside this module; mvn package builds it")
                .isRegularFile();
        server = ServerProcess.optimist(PLACES.serverJar(), folder, List.of("-Xmx256m"));
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
    }

    @ParameterizedTest
    @ValueSource(classes = {PageViewsSimulation.class, HotDocumentSimulation.class, BulkSimulation.class})
    void smoke_findsNothingWrong(Class<? extends Simulation> simulation) throws Exception {
        Run run = simulate(simulation, List.of());

        assertThat(run.exitCode()).as(run.output()).isZero();
    }

    @ParameterizedTest
    @ValueSource(classes = {CheckoutSimulation.class, CrudSimulation.class})
    void smoke_itsHistoryBreaksNoRule(Class<? extends Simulation> simulation) throws Exception {
        Path history = folder.resolve(simulation.getSimpleName() + ".jsonl");
        Run run = simulate(simulation, List.of("-Dhistory=" + history));
        assertThat(run.exitCode()).as(run.output()).isZero();

        Run check = check(history);

        assertThat(check.exitCode()).as(check.output()).isZero();
        assertThat(check.output()).containsPattern("[1-9][0-9]* operations, no rule broken");
        assertThat(check(withALostUpdate(history)).exitCode())
                .as("a lost update in the same file is found")
                .isOne();
    }

    /** Says of the last acknowledged write that it had the revision of the one before: two writes on one base. */
    private static Path withALostUpdate(Path history) throws IOException {
        List<String> lines = new ArrayList<>(Files.readAllLines(history));
        List<String> written = lines.stream()
                .filter(line -> line.contains("\"answer\":\"Written\""))
                .toList();
        String last = written.get(written.size() - 1);
        String seqNo = "\"seq_no\":(\\d+)";
        String other = written.get(0).replaceAll(".*[,]" + seqNo + ".*", "$1");
        lines.set(lines.indexOf(last), last.replaceAll("," + seqNo, ",\"seq_no\":" + other));
        Path changed = history.resolveSibling(history.getFileName() + ".changed");
        return Files.write(changed, lines);
    }

    private static Run simulate(Class<? extends Simulation> simulation, List<String> properties)
            throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(List.of(
                "--add-opens=java.base/java.lang=ALL-UNNAMED",
                "-XX:TieredStopAtLevel=1",
                "-Durl=" + server.uri(),
                "-Dprofile=smoke"));
        arguments.addAll(properties);
        arguments.addAll(List.of("-cp", System.getProperty("java.class.path"), "io.gatling.app.Gatling"));
        arguments.addAll(List.of("--simulation", simulation.getName(), "--results-folder", folder.toString()));
        return java(arguments);
    }

    /** The checker stands in core's tests, which this module does not compile against. */
    private static Run check(Path history) throws IOException, InterruptedException {
        Path core = PLACES.loadTarget().resolve("../../core/target").normalize();
        String classPath = core.resolve("test-classes") + ":" + core.resolve("classes");
        return java(List.of("-cp", classPath, "dev.optimist.core.history.HistoryCheck", history.toString()));
    }

    private static Run java(List<String> arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(ChildProcess.javaExecutable()));
        command.addAll(arguments);
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Run(process.waitFor(), output);
    }
}
