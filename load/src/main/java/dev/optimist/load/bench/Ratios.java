package dev.optimist.load.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * The ratios that were reached before, kept in a file of the repository: what a change is compared with. Ratios, since they
 * move less than rates do from machine to machine; and a comparison to read, not a test.
 */
final class Ratios {
    private static final String HEAD = "row,ratio";

    private final Map<String, Double> byRow;

    private Ratios(Map<String, Double> byRow) {
        this.byRow = byRow;
    }

    /** Reads the file; none is no ratios. */
    static Ratios read(Path file) throws IOException {
        Map<String, Double> byRow = new TreeMap<>();
        if (Files.exists(file)) {
            Files.readAllLines(file).stream()
                    .skip(1)
                    .map(line -> line.split(",", -1))
                    .forEach(cells -> byRow.put(cells[0], Double.valueOf(cells[1])));
        }
        return new Ratios(byRow);
    }

    /** Returns how each measured row stands to what was recorded for it. */
    String drift(List<Measured> measured) {
        StringBuilder lines = new StringBuilder();
        for (Measured each : measured) {
            Double recorded = byRow.get(each.row().key());
            lines.append(
                    recorded == null
                            ? String.format(Locale.ROOT, "%-15s %.3f, none recorded%n", each.row(), each.ratio())
                            : String.format(
                                    Locale.ROOT,
                                    "%-15s %.3f, recorded %.3f: %+.1f %%%n",
                                    each.row(),
                                    each.ratio(),
                                    recorded,
                                    100 * (each.ratio() / recorded - 1)));
        }
        return lines.toString();
    }

    /** Writes these ratios, with those of the measured rows in their places. */
    void record(List<Measured> measured, Path file) throws IOException {
        Map<String, Double> all = new TreeMap<>(byRow);
        measured.forEach(each -> all.put(each.row().key(), each.ratio()));
        List<String> lines = new ArrayList<>(List.of(HEAD));
        all.forEach((row, ratio) -> lines.add(String.format(Locale.ROOT, "%s,%.3f", row, ratio)));
        Files.write(file, lines);
    }
}
