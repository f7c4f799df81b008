package dev.optimist.load.bench;

import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * What one run of wrk measured.
 *
 * @param requests those that were answered
 * @param refused those of them that were answered with a status above 399, and bulk requests with a refused document
 * @param broken connections that failed, and answers that did not come
 * @param processorMicros of the server's process in that time, where it is known
 * @param statuses how often each status came, empty unless it was asked for
 */
public record WrkResult(
        long requests,
        long micros,
        long refused,
        long broken,
        long p50Micros,
        long p99Micros,
        long p999Micros,
        OptionalLong processorMicros,
        Map<String, Long> statuses) {
    private static final double MICROS_PER_SECOND = 1e6;

    /** Reads the lines that {@code bench.lua} prints. */
    static WrkResult parse(String output) {
        Map<String, Long> values = new HashMap<>();
        Map<String, Long> statuses = new TreeMap<>();
        for (String line : output.lines().toList()) {
            String[] words = line.split(" ", -1);
            if (words[0].equals("STATUS")) {
                statuses.merge(words[1], Long.valueOf(words[2]), Long::sum);
            } else if (words[0].equals("RESULT")) {
                readInto(values, words);
            }
        }
        if (values.isEmpty()) {
            throw new IllegalArgumentException("wrk printed no result:\n" + output);
        }
        return of(values, statuses);
    }

    private static void readInto(Map<String, Long> values, String[] words) {
        for (int i = 1; i < words.length; i++) {
            String[] pair = words[i].split("=", -1);
            values.put(pair[0], Long.valueOf(pair[1]));
        }
    }

    private static WrkResult of(Map<String, Long> values, Map<String, Long> statuses) {
        return new WrkResult(
                value(values, "requests"),
                value(values, "micros"),
                value(values, "refused"),
                value(values, "broken"),
                value(values, "p50"),
                value(values, "p99"),
                value(values, "p999"),
                OptionalLong.empty(),
                statuses);
    }

    private static long value(Map<String, Long> values, String key) {
        Long value = values.get(key);
        if (value == null) {
            throw new IllegalArgumentException("wrk printed no " + key);
        }
        return value;
    }

    WrkResult withProcessor(OptionalLong serverMicros) {
        return new WrkResult(
                requests, micros, refused, broken, p50Micros, p99Micros, p999Micros, serverMicros, statuses);
    }

    /** Returns the processor time that the server took for a request; not a number where it is unknown. */
    double processorMicrosPerRequest() {
        return processorMicros.isPresent() ? (double) processorMicros.getAsLong() / Math.max(1, requests) : Double.NaN;
    }

    double seconds() {
        return micros / MICROS_PER_SECOND;
    }

    double requestsPerSecond() {
        return requests / seconds();
    }
}
