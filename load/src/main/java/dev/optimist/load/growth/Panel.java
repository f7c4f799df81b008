package dev.optimist.load.growth;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Curves over the same steps: one diagram of the picture, and one table. */
record Panel(String title, String xTitle, String yTitle, boolean yLogarithmic, List<Curve> curves) {
    Panel {
        curves = List.copyOf(curves);
    }

    /** Returns the panel as a table in Markdown, a step a line. */
    String table() {
        String head = curves.stream()
                .map(curve -> " " + curve.name() + ", " + yTitle + " |")
                .collect(Collectors.joining());
        StringBuilder table = new StringBuilder(String.format(Locale.ROOT, "%n| %s |%s%n", xTitle, head));
        table.append("|---:|").append("---:|".repeat(curves.size())).append(System.lineSeparator());
        List<Double> steps = curves.get(0).xs();
        for (int i = 0; i < steps.size(); i++) {
            table.append(line(i, steps.get(i)));
        }
        return table.toString();
    }

    private String line(int step, double x) {
        String figures = curves.stream()
                .map(curve -> String.format(Locale.ROOT, " %,.0f |", curve.ys().get(step)))
                .collect(Collectors.joining());
        return String.format(Locale.ROOT, "| %,.0f |%s%n", x, figures);
    }
}
