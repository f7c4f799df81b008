package dev.optimist.http.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The systemd unit and the container file say what the program understands. */
class PackagingTest {
    private static final Path PACKAGING = Path.of("src", "main", "packaging");
    private static final Pattern OPTION = Pattern.compile("--[a-z][a-z-]*(=[^\",\\s]*)?");

    @TempDir
    Path temporary;

    @Test
    void unit_startsTheProgramWithOptionsThatItKnows() throws IOException {
        List<String> command = List.of(value("ExecStart").split(" ", -1));

        assertThat(command).startsWith("/usr/bin/java").contains("-jar", "/usr/lib/optimist/optimist.jar");
        List<String> options =
                command.stream().filter(word -> OPTION.matcher(word).matches()).toList();
        assertThat(ConfigurationReader.read(options, Map.of()))
                .as("%s", options)
                .isInstanceOf(ConfigurationReader.Outcome.Run.class);
        assertThat(options)
                .contains("--data=/var/lib/optimist/data", "--log-file=/var/log/optimist/optimist.log")
                .as("folders that systemd makes")
                .allMatch(option -> option.contains("=/var/lib/optimist/") || option.contains("=/var/log/optimist/"));
        assertThat(value("StateDirectory")).isEqualTo("optimist");
        assertThat(value("LogsDirectory")).isEqualTo("optimist");
    }

    @Test
    void unit_isHardened() throws IOException {
        assertThat(value("User")).isNotEqualTo("root").isEqualTo("optimist");
        assertThat(value("CapabilityBoundingSet")).isEmpty();
        assertThat(value("NoNewPrivileges")).isEqualTo("yes");
        assertThat(value("ProtectSystem")).isEqualTo("strict");
        assertThat(value("SystemCallFilter")).isEqualTo("@system-service");
        assertThat(lines("optimist.service"))
                .contains(
                        "ProtectHome=yes",
                        "PrivateTmp=yes",
                        "PrivateDevices=yes",
                        "ProtectKernelModules=yes",
                        "RestrictNamespaces=yes",
                        "RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX")
                .as("the virtual machine writes code")
                .noneMatch(line -> line.startsWith("MemoryDenyWriteExecute"));
    }

    @Test
    void unit_stopsNoEarlierThanTheProgram() throws IOException {
        Setting<?> timeout = Settings.SHUTDOWN_TIMEOUT;
        assertThat(timeout.defaultText()).isEqualTo("10s");
        assertThat(Integer.parseInt(value("TimeoutStopSec")))
                .as("its time-out and 30 s to close the store")
                .isGreaterThanOrEqualTo(10 + 30);
    }

    @Test
    void unit_verifiedBySystemd_isWell() throws IOException, InterruptedException {
        assumeTrue(onPath("systemd-analyze"), "SKIPPED: systemd-analyze is missing, the unit's text alone is checked");
        // Paths and the user of the machine at hand: those of the unit are made when it is installed.
        String unit = Files.readString(PACKAGING.resolve("optimist.service"))
                .replace(
                        "/usr/bin/java",
                        Path.of(System.getProperty("java.home"), "bin", "java").toString())
                .replaceAll("(?m)^Documentation=.*\n", "");
        Path file = Files.writeString(temporary.resolve("optimist.service"), unit);
        Process process = new ProcessBuilder("systemd-analyze", "verify", "--man=no", file.toString())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        process.waitFor();
        assertThat(output.lines().filter(line -> line.contains("optimist.service")))
                .as("what systemd says of the unit")
                .isEmpty();
    }

    @Test
    void containerFile_startsTheProgramAsNobodySpecialWithOptionsThatItKnows() throws IOException {
        List<String> lines = lines("Containerfile");
        String start = lines.stream()
                .filter(line -> line.startsWith("ENTRYPOINT"))
                .findFirst()
                .orElseThrow();
        List<String> options =
                OPTION.matcher(start).results().map(match -> match.group()).toList();

        assertThat(options).contains("--host=0.0.0.0", "--data=/var/lib/optimist/data");
        assertThat(ConfigurationReader.read(options, Map.of()))
                .as("%s", options)
                .isInstanceOf(ConfigurationReader.Outcome.Run.class);
        assertThat(lines)
                .contains("USER 9200:9200", "VOLUME /var/lib/optimist", "EXPOSE 9200", "STOPSIGNAL SIGTERM")
                .contains("COPY --chmod=0444 optimist.jar /usr/lib/optimist/optimist.jar");
        assertThat(start).contains("\"-jar\", \"/usr/lib/optimist/optimist.jar\"");
    }

    private static boolean onPath(String tool) {
        String path = System.getenv().getOrDefault("PATH", "");
        return Arrays.stream(path.split(File.pathSeparator, -1))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, tool)));
    }

    private static String value(String key) throws IOException {
        return lines("optimist.service").stream()
                .filter(line -> line.startsWith(key + "="))
                .findFirst()
                .orElseThrow()
                .substring(key.length() + 1);
    }

    private static List<String> lines(String file) throws IOException {
        return Files.readAllLines(PACKAGING.resolve(file));
    }
}
