package dev.optimist.load.bench;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The measured rows as a table in Markdown. */
final class Report {
    private static final String HEAD = """
            | work | fixed answer, 1/s | %s, 1/s | ratio | p50, ms | p99, ms | refused | broken |
            |---|---:|---:|---:|---:|---:|---:|---:|
            """;

    private Report() {}

    static String table(String target, List<Measured> rows) {
        return HEAD.formatted(target) + rows.stream().map(Report::line).collect(Collectors.joining());
    }

    private static String line(Measured measured) {
        return String.format(
                Locale.ROOT,
                "| %s | %,.0f | %,.0f | %.2f | %.2f | %.2f | %.1f %% | %d |%n",
                measured.row().title(),
                measured.fixedPerSecond(),
                measured.targetPerSecond(),
                measured.ratio(),
                measured.targetP50Millis(),
                measured.targetP99Millis(),
                100 * measured.refusedShare(),
                measured.broken());
    }
}
