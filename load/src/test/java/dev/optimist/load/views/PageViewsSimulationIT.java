package dev.optimist.load.views;

import static org.assertj.core.api.Assertions.assertThat;

import dev.optimist.load.process.ChildProcess;
import dev.optimist.load.views.StubDocuments.Mistake;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Plants the mistakes that the simulation is there to find. */
class PageViewsSimulationIT {
    private static final int GATLING_ASSERTIONS_FAILED = 2;

    @TempDir
    private Path results;

    private record Run(int exitCode, String output) {}

    @Test
    void honestServer_passes() throws Exception {
        Run run = simulate(Mistake.NONE);

        assertThat(run.exitCode()).as(run.output()).isZero();
        assertThat(run.output()).as("something was counted").containsPattern("By condition: [1-9]");
    }

    @Test
    void conditionIgnored_lostViewsFailTheRun() throws Exception {
        Run run = simulate(Mistake.CONDITION_IGNORED);

        assertThat(run.exitCode()).as(run.output()).isEqualTo(GATLING_ASSERTIONS_FAILED);
        assertThat(run.output()).containsPattern("views: stored [0-9,]+ but [0-9,]+ were acknowledged");
    }

    @Test
    void updateForgotten_lostVisitsFailTheRun() throws Exception {
        Run run = simulate(Mistake.UPDATE_FORGOTTEN);

        assertThat(run.exitCode()).as(run.output()).isEqualTo(GATLING_ASSERTIONS_FAILED);
        assertThat(run.output()).containsPattern("views of v\\d+: stored [0-9,]+ but [0-9,]+ were acknowledged");
    }

    private Run simulate(Mistake mistake) throws IOException, InterruptedException {
        try (StubDocuments server = StubDocuments.start(mistake)) {
            Process gatling = new ProcessBuilder(command(server))
                    .redirectErrorStream(true)
                    .start();
            String output = new String(gatling.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Run(gatling.waitFor(), output);
        }
    }

    private List<String> command(StubDocuments server) {
        return List.of(
                ChildProcess.javaExecutable(),
                "--add-opens=java.base/java.lang=ALL-UNNAMED",
                "-Durl=" + server.uri(),
                "-Dusers=4",
                "-Dseconds=1",
                "-cp",
                System.getProperty("java.class.path"),
                "io.gatling.app.Gatling",
                "--simulation",
                PageViewsSimulation.class.getName(),
                "--results-folder",
                results.toString(),
                "--no-reports");
    }
}
