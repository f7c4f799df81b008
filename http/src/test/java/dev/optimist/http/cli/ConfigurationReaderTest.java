package dev.optimist.http.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.optimist.http.cli.ConfigurationReader.Outcome;
import dev.optimist.http.json.ApiVersion;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConfigurationReaderTest {
    @Test
    void options_none_defaults() {
        OptimistConfiguration configuration = run(List.of(), Map.of());
        assertThat(configuration.server().address().getPort()).as("port").isEqualTo(9200);
        assertThat(configuration.server().address().getAddress().isLoopbackAddress())
                .as("loopback")
                .isTrue();
        assertThat(configuration.server().apiVersion()).as("mode").isEqualTo(ApiVersion.V8);
        assertThat(configuration.server().limits().contentBytes()).as("100mb").isEqualTo(100 << 20);
    }

    @Test
    void option_alsoInEnvironment_optionWins() {
        Map<String, String> environment = Map.of("OPTIMIST_PORT", "1", "OPTIMIST_IDLE_TIMEOUT", "90s", "PATH", "x");
        OptimistConfiguration configuration = run(List.of("--port", "2"), environment);
        assertThat(configuration.server().address().getPort()).as("the option").isEqualTo(2);
        assertThat(configuration.server().timeouts().idle())
                .as("the environment")
                .isEqualTo(Duration.ofSeconds(90));
    }

    @Test
    void flag_withoutValue_isTrue() {
        assertThat(run(List.of("--strict-content-type"), Map.of()).server().strictContentType())
                .as("said is meant")
                .isTrue();
        assertThat(run(List.of("--strict-content-type=false"), Map.of())
                        .server()
                        .strictContentType())
                .as("unsaid")
                .isFalse();
    }

    @Test
    void problems_several_areReportedTogether() {
        List<String> arguments =
                List.of("--prot=1", "stray", "--api-compat=5", "--read-timeout=1h", "--host=0.0.0.0", "--data");
        assertThat(refuse(arguments, Map.of("OPTIMIST_MAX_CONTENT", "1", "OPTIMIST_EVENT_LOOPS", "many")))
                .as("everything at once")
                .anySatisfy(line -> assertThat(line).isEqualTo("unknown option [--prot], did you mean [--port]?"))
                .anySatisfy(line -> assertThat(line).isEqualTo("unexpected argument [stray]"))
                .anySatisfy(line -> assertThat(line).isEqualTo("--api-compat: expected one of [6, 7, 8, 9], found [5]"))
                .anySatisfy(line -> assertThat(line)
                        .isEqualTo("OPTIMIST_EVENT_LOOPS: expected a number from 0 to 1024, found [many]"))
                .anySatisfy(line -> assertThat(line).contains("read-timeout must not be longer than request-timeout"))
                .anySatisfy(line -> assertThat(line).contains("--insecure-public-bind"))
                .anySatisfy(line -> assertThat(line).contains("--data"))
                .anySatisfy(line -> assertThat(line)
                        .startsWith("unknown environment variable [OPTIMIST_MAX_CONTENT], did you mean ["));
    }

    @Test
    void size_withoutUnit_isRefused() {
        assertThat(refuse(List.of("--max-content-length=100"), Map.of()))
                .as("bytes or megabytes?")
                .containsExactly("--max-content-length: expected a size with a unit, such as 512kb, 100mb or 2gb,"
                        + " found [100]");
    }

    @Test
    void publicAddress_withFlag_isAllowed() {
        OptimistConfiguration configuration = run(List.of("--host=0.0.0.0", "--insecure-public-bind"), Map.of());
        assertThat(configuration.access().insecurePublicBind()).as("said so").isTrue();
    }

    @Test
    void help_namesEverySettingAndItsDefault() {
        Outcome outcome = ConfigurationReader.read(List.of("--help"), Map.of());
        assertThat(outcome).as("words").isInstanceOf(Outcome.Print.class);
        assertThat(((Outcome.Print) outcome).text())
                .as("from the one list")
                .contains(Settings.ALL.stream().map(Setting::option).toList())
                .contains("Default: 100mb");
    }

    @Test
    void table_showsWhatSomebodySaid() {
        Outcome.Run run = (Outcome.Run) ConfigurationReader.read(List.of("--port=0"), Map.of());
        assertThat(run.table()).as("a star beside it").anyMatch(line -> line.contains(" port*=0 "));
    }

    private static OptimistConfiguration run(List<String> arguments, Map<String, String> environment) {
        Outcome outcome = ConfigurationReader.read(arguments, environment);
        assertThat(outcome).as("%s", outcome).isInstanceOf(Outcome.Run.class);
        return ((Outcome.Run) outcome).configuration();
    }

    private static List<String> refuse(List<String> arguments, Map<String, String> environment) {
        Outcome outcome = ConfigurationReader.read(arguments, environment);
        assertThat(outcome).as("%s", outcome).isInstanceOf(Outcome.Refuse.class);
        return ((Outcome.Refuse) outcome).problems();
    }
}
