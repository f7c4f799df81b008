package dev.optimist.metrics.meter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.optimist.core.document.Conflict.Cause;
import dev.optimist.core.document.Outcome;
import dev.optimist.core.error.ErrorKind;
import dev.optimist.core.observe.EngineObserver;
import dev.optimist.core.observe.OperationKind;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OptimistMeterTest {
    @ParameterizedTest
    @EnumSource
    void name_isDottedLowerCaseWithoutUnit(OptimistMeter meter) {
        assertThat(meter.meterName())
                .as("Micrometer's naming")
                .matches("optimist(\\.[a-z]+)+")
                .doesNotEndWith(".seconds")
                .doesNotEndWith(".bytes")
                .doesNotEndWith(".total")
                .doesNotEndWith(".count");
        assertThat(meter.help()).as("says what it is").isNotBlank().doesNotEndWith(".");
    }

    @Test
    void names_areUnique() {
        assertThat(OptimistMeter.values()).extracting(OptimistMeter::meterName).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @EnumSource
    void buckets_ascendAndBelongToHistograms(OptimistMeter meter) {
        assertThat(meter.buckets()).as("strictly ascending").isSorted().doesNotHaveDuplicates();
        if (meter.buckets().length > 0) {
            assertThat(meter.type()).isIn(EnumSet.of(OptimistMeter.Type.TIMER, OptimistMeter.Type.DISTRIBUTION));
        }
    }

    @ParameterizedTest
    @EnumSource
    void timers_areInSeconds(OptimistMeter meter) {
        assertThat(meter.unit() == OptimistMeter.Unit.SECONDS)
                .as("seconds and only they come from timers")
                .isEqualTo(meter.type() == OptimistMeter.Type.TIMER);
    }

    @Test
    void everyMeter_appearsInTheScrape() {
        try (Meters meters = Meters.create(Meters.INDICES_MAX_DEFAULT)) {
            gauges().forEach(meter -> meters.gauge(meter, () -> 7));
            meters.counter(OptimistMeter.STORE_ROUND_TRIPS, () -> 3).counter(OptimistMeter.STORE_OVERTAKEN, () -> 1);
            tellEverything(meters.observer());

            Scraped scraped = Scraped.from(meters);
            assertThat(OptimistMeter.values())
                    .allSatisfy(meter -> assertThat(scraped.text())
                            .as(meter.help())
                            .contains("# TYPE " + prometheusName(meter) + " " + prometheusType(meter))
                            .contains("# HELP " + prometheusName(meter) + " " + meter.help()));
            assertThat(scraped.value("optimist_store_size_bytes"))
                    .as("a gauge asks")
                    .isEqualTo(7);
        }
    }

    @Test
    void scrape_holdsNoMeterOutsideTheList() {
        try (Meters meters = Meters.create(Meters.INDICES_MAX_DEFAULT)) {
            tellEverything(meters.observer());

            Set<String> listed = Set.copyOf(Arrays.stream(OptimistMeter.values())
                    .map(OptimistMeterTest::prometheusName)
                    .toList());
            assertThat(Scraped.from(meters).text().lines().filter(line -> line.startsWith("# TYPE ")))
                    .as("only listed meters, and the greatest value of each timer and distribution")
                    .map(line -> line.split(" ", -1)[2])
                    .allMatch(name -> listed.contains(name) || listed.contains(name.replaceAll("_max$", "")));
        }
    }

    @Test
    void withJvm_memoryThreadsCollectionsAndProcessAppear() {
        try (Meters meters = Meters.create(Meters.INDICES_MAX_DEFAULT).withJvm()) {
            assertThat(Scraped.from(meters).text())
                    .contains("jvm_memory_used_bytes", "jvm_threads_live_threads", "jvm_gc_")
                    .contains("process_uptime_seconds", "process_cpu_usage");
        }
    }

    private static Set<OptimistMeter> gauges() {
        EnumSet<OptimistMeter> gauges = EnumSet.allOf(OptimistMeter.class);
        gauges.removeIf(meter ->
                meter.type() != OptimistMeter.Type.GAUGE || meter.meterName().contains(".http.connections."));
        return gauges;
    }

    private static void tellEverything(EngineObserver observer) {
        observer.written("movies", "1", OperationKind.INDEX, Outcome.CREATED, 1);
        observer.failed("movies", OperationKind.INDEX, ErrorKind.REJECTED, 1);
        observer.conflicted("movies", "1", OperationKind.UPDATE, Cause.SEQ_NO);
        observer.retried("movies", "1", 1, 0);
        observer.retriesExhausted("movies", "1", 1);
        observer.compareAndSet(1);
        observer.committed(1, 1, 1, 1);
        observer.registerLoaded(/* fromDisk= */ true);
        observer.registerSealed();
        observer.bulkItemEnded(201);
    }

    private static String prometheusName(OptimistMeter meter) {
        String name = meter.meterName().replace('.', '_');
        String unit = meter.unit() == OptimistMeter.Unit.NONE
                ? ""
                : "_" + meter.unit().name().toLowerCase(Locale.ROOT);
        return name + unit + (meter.type() == OptimistMeter.Type.COUNTER ? "_total" : "");
    }

    private static String prometheusType(OptimistMeter meter) {
        return switch (meter.type()) {
            case COUNTER -> "counter";
            case GAUGE -> "gauge";
            case TIMER, DISTRIBUTION -> "histogram";
        };
    }
}
