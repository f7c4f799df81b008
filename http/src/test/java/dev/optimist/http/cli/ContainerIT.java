package dev.optimist.http.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Builds the container file where there is an engine that runs and has, or gets, what the image is made on. */
class ContainerIT {
    private static final String FILE =
            Path.of("src", "main", "packaging", "Containerfile").toString();
    private static final String BASE = "docker.io/library/eclipse-temurin:17-jre";

    @Test
    void containerFile_builtByAnEngine_isAnImage() throws Exception {
        String engine = Stream.of("podman", "docker")
                .filter(each -> exit(10, each, "info") == 0)
                .findFirst()
                .orElse("");
        assumeTrue(
                !engine.isEmpty(),
                "SKIPPED: no container engine runs here, the container file's text alone is checked");
        assumeTrue(
                exit(5, engine, "image", "inspect", BASE) == 0 || exit(120, engine, "pull", BASE) == 0,
                "SKIPPED: [" + BASE + "] cannot be fetched");

        Process process = start(engine, "build", "-t", "optimist-test", "-f", FILE, "target");
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        Process version = start(engine, "run", "--rm", "--network=none", "optimist-test", "--version");
        assertThat(new String(version.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .startsWith("Optimist ");
    }

    private static int exit(int secondsMax, String... command) {
        try {
            Process process = new ProcessBuilder(List.of(command))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (process.waitFor(secondsMax, TimeUnit.SECONDS)) {
                return process.exitValue();
            }
            process.destroyForcibly();
            return -1;
        } catch (IOException e) {
            return -1; // there is none
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return -1;
        }
    }

    private static Process start(String... command) throws IOException {
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }
}
