package dev.optimist.metrics.meter;

import dev.optimist.metrics.meter.OptimistMeter.Unit;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Registers meters of the list, and nothing that is not in it. Values of tags come in the order of the meter's tags. */
final class MeterFactory {
    private static final double NANOS_PER_SECOND = 1e9;

    private final MeterRegistry registry;

    MeterFactory(MeterRegistry registry) {
        this.registry = registry;
    }

    Counter counter(OptimistMeter meter, String... values) {
        return Counter.builder(checked(meter, OptimistMeter.Type.COUNTER).meterName())
                .description(meter.help())
                .baseUnit(baseUnit(meter))
                .tags(tags(meter, values))
                .register(registry);
    }

    Timer timer(OptimistMeter meter, String... values) {
        return Timer.builder(checked(meter, OptimistMeter.Type.TIMER).meterName())
                .description(meter.help())
                .serviceLevelObjectives(durations(meter.buckets()))
                .tags(tags(meter, values))
                .register(registry);
    }

    DistributionSummary distribution(OptimistMeter meter, String... values) {
        return DistributionSummary.builder(
                        checked(meter, OptimistMeter.Type.DISTRIBUTION).meterName())
                .description(meter.help())
                .baseUnit(baseUnit(meter))
                .serviceLevelObjectives(meter.buckets())
                .tags(tags(meter, values))
                .register(registry);
    }

    void gauge(OptimistMeter meter, Supplier<Number> value) {
        Gauge.builder(checked(meter, OptimistMeter.Type.GAUGE).meterName(), value)
                .description(meter.help())
                .baseUnit(baseUnit(meter))
                .tags(tags(meter))
                .strongReference(true)
                .register(registry);
    }

    /** Shows a number that somebody else counts. */
    void counter(OptimistMeter meter, ToDoubleFunction<Object> count) {
        FunctionCounter.builder(
                        checked(meter, OptimistMeter.Type.COUNTER).meterName(),
                        this,
                        factory -> count.applyAsDouble(factory))
                .description(meter.help())
                .baseUnit(baseUnit(meter))
                .tags(tags(meter))
                .register(registry);
    }

    /** Removes every meter that bears this value of a tag. */
    void removeTagged(MeterTag tag, String value) {
        Tag wanted = Tag.of(tag.key(), value);
        List<Meter> tagged = registry.getMeters().stream()
                .filter(meter -> meter.getId().getTags().contains(wanted))
                .toList();
        tagged.forEach(registry::remove);
    }

    private static OptimistMeter checked(OptimistMeter meter, OptimistMeter.Type type) {
        if (meter.type() != type) {
            throw new IllegalArgumentException(meter + " is a " + meter.type() + ", not a " + type);
        }
        return meter;
    }

    private static Tags tags(OptimistMeter meter, String... values) {
        List<MeterTag> keys = meter.tags();
        if (keys.size() != values.length) {
            throw new IllegalArgumentException(meter + " has the tags " + keys + ", not " + Arrays.toString(values));
        }
        return Tags.of(IntStream.range(0, values.length)
                .mapToObj(i -> Tag.of(keys.get(i).key(), values[i]))
                .toList());
    }

    private static Duration[] durations(double[] seconds) {
        return Arrays.stream(seconds)
                .mapToObj(bound -> Duration.ofNanos(Math.round(bound * NANOS_PER_SECOND)))
                .toArray(Duration[]::new);
    }

    private static @Nullable String baseUnit(OptimistMeter meter) {
        return meter.unit() == Unit.NONE ? null : meter.unit().name().toLowerCase(Locale.ROOT);
    }
}
