package dev.optimist.metrics.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.optimist.metrics.meter.Meters;
import dev.optimist.metrics.meter.OptimistMeter;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The dashboard for Grafana and the alert rules speak of meters that exist. */
class WatchingFilesTest {
    private static final Pattern METER = Pattern.compile("\\b(?:optimist|jvm|process)_[a-z_]+");

    @ParameterizedTest
    @ValueSource(strings = {"/grafana/optimist.json", "/alerts/optimist.yml"})
    void meters_thatAFileNames_exist(String file) throws IOException {
        Set<String> named = METER.matcher(read(file))
                .results()
                .map(found -> found.group())
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(named).as("names in %s", file).hasSizeGreaterThan(5);
        named.removeAll(known());
        assertThat(named).as("names that no meter bears").isEmpty();
    }

    private static Set<String> known() {
        try (Meters meters = Meters.create(1).withJvm()) {
            String scraped =
                    new String(new PrometheusScrape(meters).content(null).body(), StandardCharsets.UTF_8);
            Stream<String> ofTheJvm =
                    scraped.lines().filter(line -> line.startsWith("# TYPE ")).map(line -> line.split(" ", -1)[2]);
            return Stream.concat(ofTheJvm, Arrays.stream(OptimistMeter.values()).flatMap(WatchingFilesTest::names))
                    .collect(Collectors.toSet());
        }
    }

    private static Stream<String> names(OptimistMeter meter) {
        String unit = meter.unit() == OptimistMeter.Unit.NONE
                ? ""
                : "_" + meter.unit().name().toLowerCase(Locale.ROOT);
        String name = meter.meterName().replace('.', '_') + unit;
        return switch (meter.type()) {
            case COUNTER -> Stream.of(name + "_total");
            case GAUGE -> Stream.of(name);
            case TIMER, DISTRIBUTION ->
                Stream.of("_bucket", "_count", "_sum", "_max").map(name::concat);
        };
    }

    private static String read(String file) throws IOException {
        try (InputStream in = Objects.requireNonNull(WatchingFilesTest.class.getResourceAsStream(file), file)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
