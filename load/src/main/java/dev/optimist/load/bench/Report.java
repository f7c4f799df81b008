package dev.optimist.load.bench;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The measured rows as a table in Markdown. */
final class Report {
    private static final String HEAD = """
            | work | connections | fixed answer, 1/s | log alone, 1/s | {target}, 1/s | ratio | to the log | p50, ms | p99, ms | p99.9, ms | fixed p99, ms | refused | processor, µs |
            |---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|
            """;

    private static final double BYTES_PER_MEGABYTE = 1e6;

    private Report() {}

    static String table(String target, List<Measured> rows, int connections) {
        return HEAD.replace("{target}", target)
                + rows.stream().map(row -> line(row, connections)).collect(Collectors.joining());
    }

    private static String line(Measured measured, int connections) {
        return String.format(
                Locale.ROOT,
                "| %s | %d | %,.0f | %s | %,.0f | %.2f | %s | %.2f | %.2f | %.2f | %.2f | %s | %s |%n",
                measured.row().title(),
                measured.row().connections(connections),
                measured.fixedPerSecond(),
                shown("%,.0f", measured.logPerSecond()),
                measured.targetPerSecond(),
                measured.ratio(),
                shown("%.2f", measured.ratioToLog()),
                measured.targetP50Millis(),
                measured.targetP99Millis(),
                measured.targetP999Millis(),
                measured.fixedP99Millis(),
                refused(measured),
                shown("%.1f", measured.targetProcessorMicros()));
    }

    private static String refused(Measured measured) {
        double share = measured.refusedShare();
        return share == 0 ? "0" : share == 1 ? "all" : String.format(Locale.ROOT, "%.3f %%", 100 * share);
    }

    private static String shown(String format, double figure) {
        return Double.isNaN(figure) ? "-" : String.format(Locale.ROOT, format, figure);
    }

    /** Returns a line for each row whose requests carry many documents. */
    static String documents(List<Measured> rows) {
        return rows.stream()
                .filter(each -> each.row().documentsPerRequest() > 1)
                .map(Report::documents)
                .collect(Collectors.joining());
    }

    private static String documents(Measured measured) {
        double perSecond = measured.targetPerSecond() * measured.row().documentsPerRequest();
        return String.format(
                Locale.ROOT,
                "%n%s: %,.0f documents/s, %,.0f MB/s%n",
                measured.row(),
                perSecond,
                perSecond * Row.BULK_DOCUMENT_BYTES / BYTES_PER_MEGABYTE);
    }

    /** Returns a line for each row in which a connection failed or an answer did not come. */
    static String broken(List<Measured> rows) {
        return rows.stream()
                .filter(each -> each.broken() > 0)
                .map(each -> String.format(
                        Locale.ROOT,
                        "%n%s: %,d connections failed or answers did not come%n",
                        each.row(),
                        each.broken()))
                .collect(Collectors.joining());
    }
}
