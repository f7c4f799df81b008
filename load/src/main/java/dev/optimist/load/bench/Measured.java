package dev.optimist.load.bench;

import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The rounds of one row: the same work against all servers, in turn.
 *
 * @param log what the {@link LogServer} reached; empty where the work is not durable
 */
record Measured(Row row, List<WrkResult> fixed, List<WrkResult> log, List<WrkResult> target) {
    private static final double MICROS_PER_MILLI = 1e3;

    double fixedPerSecond() {
        return median(fixed, WrkResult::requestsPerSecond);
    }

    /** Returns what the log alone reached; not a number where the work is not durable. */
    double logPerSecond() {
        return log.isEmpty() ? Double.NaN : median(log, WrkResult::requestsPerSecond);
    }

    /** Returns the successes alone: a request that was refused did not do the work. */
    double targetPerSecond() {
        return median(target, row::successesPerSecond);
    }

    /** Returns the median of the rounds' own ratios: both figures of a round were taken within seconds. */
    double ratio() {
        return ratioTo(fixed);
    }

    /** Returns the ratio to what the log alone reached; not a number where the work is not durable. */
    double ratioToLog() {
        return log.isEmpty() ? Double.NaN : ratioTo(log);
    }

    private double ratioTo(List<WrkResult> others) {
        List<Integer> rounds = IntStream.range(0, target.size()).boxed().toList();
        return median(
                rounds,
                round -> row.successesPerSecond(target.get(round))
                        / others.get(round).requestsPerSecond());
    }

    double targetP50Millis() {
        return median(target, WrkResult::p50Micros) / MICROS_PER_MILLI;
    }

    double targetP99Millis() {
        return median(target, WrkResult::p99Micros) / MICROS_PER_MILLI;
    }

    double targetP999Millis() {
        return median(target, WrkResult::p999Micros) / MICROS_PER_MILLI;
    }

    double fixedP99Millis() {
        return median(fixed, WrkResult::p99Micros) / MICROS_PER_MILLI;
    }

    /** Returns the target's processor time for a request; not a number where it is unknown. */
    double targetProcessorMicros() {
        return median(target, WrkResult::processorMicrosPerRequest);
    }

    /** Returns how many of all answers were refusals, from 0 to 1. */
    double refusedShare() {
        double requests = target.stream().mapToLong(WrkResult::requests).sum();
        return target.stream().mapToLong(WrkResult::refused).sum() / Math.max(1, requests);
    }

    long broken() {
        return Stream.of(fixed, log, target)
                .flatMap(List::stream)
                .mapToLong(WrkResult::broken)
                .sum();
    }

    static <T> double median(List<T> samples, ToDoubleFunction<T> value) {
        double[] sorted = samples.stream().mapToDouble(value).sorted().toArray();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
