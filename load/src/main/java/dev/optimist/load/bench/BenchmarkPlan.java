package dev.optimist.load.bench;

import java.util.List;
import java.util.Locale;

/**
 * How much is measured.
 *
 * @param seconds of one row against one server in one round
 * @param warmUpSeconds of each row against each server, before the first round
 * @param record whether the ratios become those that later runs are compared with
 * @param jvmOptions for both servers that are started here
 */
public record BenchmarkPlan(
        List<Row> rows,
        int rounds,
        int seconds,
        int warmUpSeconds,
        int connections,
        int documents,
        boolean record,
        List<String> jvmOptions) {
    public BenchmarkPlan {
        if (rows.isEmpty()) {
            throw new IllegalArgumentException("there are no rows to measure");
        }
        if (rounds < 1 || seconds < 1 || warmUpSeconds < 1 || connections < 1 || documents < 1) {
            throw new IllegalArgumentException(
                    "rounds, seconds, warm-up, connections and documents must be at least 1");
        }
        rows = List.copyOf(rows);
        jvmOptions = List.copyOf(jvmOptions);
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "wrk -t1 -c%d, %,d documents of 62 bytes, medians of %d rounds of %d s%s",
                connections,
                documents,
                rounds,
                seconds,
                jvmOptions.isEmpty() ? "" : ", java " + jvmOptions);
    }
}
