package dev.optimist.load.pace;

import org.HdrHistogram.Histogram;

/**
 * What was measured at one pace.
 *
 * @param micros from the moment that a request was due until its answer had come
 * @param refused answers with a status above 399
 */
public record Latencies(Histogram micros, long refused) {
    private static final long MICROS_MAX = 60_000_000;
    private static final int DIGITS = 3;
    private static final double MICROS_PER_MILLI = 1e3;

    static Latencies none() {
        return new Latencies(new Histogram(MICROS_MAX, DIGITS), 0);
    }

    Latencies plus(Latencies other) {
        Histogram sum = micros.copy();
        sum.add(other.micros);
        return new Latencies(sum, refused + other.refused);
    }

    public long requests() {
        return micros.getTotalCount();
    }

    public double percentileMillis(double percentile) {
        return micros.getValueAtPercentile(percentile) / MICROS_PER_MILLI;
    }

    public double maxMillis() {
        return micros.getMaxValue() / MICROS_PER_MILLI;
    }
}
