package dev.optimist.metrics.meter;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.summingDouble;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.distribution.CountAtBucket;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** What the meters hold at a moment, added up over tags. Each question looks at every meter: not for the hot path. */
public final class Totals {
    private final MeterRegistry registry;

    Totals(MeterRegistry registry) {
        this.registry = registry;
    }

    /**
     * A histogram.
     *
     * @param cumulative how many were at most as great as each of the meter's buckets
     */
    @SuppressWarnings("ArrayRecordComponent") // handed out, never compared
    public record Histogram(double count, double sum, double[] cumulative) {}

    /** Returns how far a counter has come, by the values of a tag. */
    public Map<String, Double> counted(OptimistMeter meter, MeterTag by) {
        return counters(meter).stream()
                .collect(groupingBy(
                        counter -> String.valueOf(counter.getId().getTag(by.key())),
                        TreeMap::new,
                        summingDouble(Counter::count)));
    }

    /** Returns how far a counter has come. */
    public double counted(OptimistMeter meter) {
        return counters(meter).stream().mapToDouble(Counter::count).sum();
    }

    private Collection<Counter> counters(OptimistMeter meter) {
        return registry.find(meter.meterName()).counters();
    }

    /** Returns a value of the moment; those of several meters of a name are added up, unknown ones left out. */
    public double value(String meterName) {
        return registry.find(meterName).gauges().stream()
                .mapToDouble(Gauge::value)
                .filter(value -> !Double.isNaN(value) && value >= 0)
                .sum();
    }

    /** As {@link #value(String)}, of those meters that bear a tag. */
    public double value(String meterName, String tag, String tagValue) {
        return registry.find(meterName).tag(tag, tagValue).gauges().stream()
                .mapToDouble(Gauge::value)
                .filter(value -> !Double.isNaN(value) && value >= 0)
                .sum();
    }

    /** Returns how long something took, of all meters whose value of a tag is wanted. */
    public Histogram durations(OptimistMeter meter, MeterTag tag, Predicate<String> wanted) {
        return registry.find(meter.meterName()).timers().stream()
                .filter(timer -> wanted.test(String.valueOf(timer.getId().getTag(tag.key()))))
                .map(Totals::histogram)
                .reduce(empty(meter), Totals::plus);
    }

    /** Returns how long something took. */
    public Histogram durations(OptimistMeter meter) {
        return registry.find(meter.meterName()).timers().stream()
                .map(Totals::histogram)
                .reduce(empty(meter), Totals::plus);
    }

    /** Returns how large something was. */
    public Histogram sizes(OptimistMeter meter) {
        return registry.find(meter.meterName()).summaries().stream()
                .map(Totals::histogram)
                .reduce(empty(meter), Totals::plus);
    }

    private static Histogram empty(OptimistMeter meter) {
        return new Histogram(0, 0, new double[meter.buckets().length]);
    }

    private static Histogram histogram(Timer timer) {
        var seen = timer.takeSnapshot();
        return new Histogram(seen.count(), seen.total(TimeUnit.SECONDS), counts(seen.histogramCounts()));
    }

    private static Histogram histogram(DistributionSummary summary) {
        var seen = summary.takeSnapshot();
        return new Histogram(seen.count(), seen.total(), counts(seen.histogramCounts()));
    }

    private static double[] counts(CountAtBucket[] buckets) {
        return Arrays.stream(buckets).mapToDouble(CountAtBucket::count).toArray();
    }

    private static Histogram plus(Histogram one, Histogram other) {
        int buckets = Math.min(one.cumulative.length, other.cumulative.length);
        double[] cumulative = new double[buckets];
        Arrays.setAll(cumulative, i -> one.cumulative[i] + other.cumulative[i]);
        return new Histogram(one.count + other.count, one.sum + other.sum, cumulative);
    }
}
