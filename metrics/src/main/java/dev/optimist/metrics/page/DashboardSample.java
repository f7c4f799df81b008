package dev.optimist.metrics.page;

import dev.optimist.metrics.meter.MeterTag;
import dev.optimist.metrics.meter.Meters;
import dev.optimist.metrics.meter.OptimistMeter;
import dev.optimist.metrics.meter.Totals;
import java.time.Clock;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What the dashboard is told each second: counters as they stand, from which the page makes rates, so that a second that
 * was missed distorts nothing.
 */
public final class DashboardSample {
    private static final String READ = "get";

    private final Meters meters;
    private final Clock clock;

    public DashboardSample(Meters meters, Clock clock) {
        this.meters = meters;
        this.clock = clock;
    }

    /** Returns numbers, arrays of numbers and maps of them, by name; takes about a millisecond. */
    public Map<String, Object> take() {
        Totals totals = meters.totals();
        Map<String, Object> sample = new LinkedHashMap<>();
        sample.put("t", clock.millis());
        sample.put("outcomes", totals.counted(OptimistMeter.OPERATIONS, MeterTag.OUTCOME));
        sample.put("conflicts", totals.counted(OptimistMeter.CONFLICTS, MeterTag.CAUSE));
        sample.put("classes", totals.counted(OptimistMeter.CONFLICTS, MeterTag.CLASS));
        sample.put("failures", totals.counted(OptimistMeter.FAILURES));
        sample.put("retries", totals.counted(OptimistMeter.RETRIES));
        sample.put("cas", shown(totals.sizes(OptimistMeter.COMPARE_AND_SET_ATTEMPTS)));
        sample.put("writes", shown(writes(totals)));
        sample.put("reads", shown(reads(totals)));
        sample.put("batches", shown(totals.sizes(OptimistMeter.COMMIT_OPERATIONS)));
        sample.put("commits", shown(totals.durations(OptimistMeter.COMMIT_DURATION)));
        sample.put(
                "bounds",
                Arrays.stream(OptimistMeter.OPERATION_DURATION.buckets())
                        .boxed()
                        .toList());
        sample.put("pending", totals.value(OptimistMeter.OPERATIONS_PENDING.meterName()));
        sample.put("resident", totals.value(OptimistMeter.REGISTERS_RESIDENT.meterName()));
        sample.put("residentBytes", totals.value(OptimistMeter.REGISTERS_RESIDENT_SIZE.meterName()));
        sample.put("storeBytes", totals.value(OptimistMeter.STORE_SIZE.meterName()));
        sample.put("storeFailed", totals.value(OptimistMeter.STORE_FAILED.meterName()));
        sample.put("connections", totals.value(OptimistMeter.CONNECTIONS_OPEN.meterName()));
        sample.put("heapUsed", totals.value("jvm.memory.used", "area", "heap"));
        sample.put("heapMax", totals.value("jvm.memory.max", "area", "heap"));
        sample.put("otherUsed", totals.value("jvm.memory.used", "area", "nonheap"));
        sample.put("buffers", totals.value("jvm.buffer.memory.used"));
        sample.put("processor", totals.value("process.cpu.usage"));
        return sample;
    }

    private static Totals.Histogram writes(Totals totals) {
        return totals.durations(OptimistMeter.OPERATION_DURATION, MeterTag.KIND, kind -> !kind.equals(READ));
    }

    private static Totals.Histogram reads(Totals totals) {
        return totals.durations(OptimistMeter.OPERATION_DURATION, MeterTag.KIND, READ::equals);
    }

    private static Map<String, Object> shown(Totals.Histogram histogram) {
        return Map.of(
                "count",
                histogram.count(),
                "sum",
                histogram.sum(),
                "le",
                Arrays.stream(histogram.cumulative()).boxed().toList());
    }
}
