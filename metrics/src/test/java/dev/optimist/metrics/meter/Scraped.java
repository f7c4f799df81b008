package dev.optimist.metrics.meter;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** One scrape, taken apart: each series with its labels as they stand, and its value. */
record Scraped(String text, Map<String, Double> series) {
    static Scraped from(Meters meters) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            meters.scrape(out, "text/plain; version=0.0.4; charset=utf-8");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return parse(out.toString(StandardCharsets.UTF_8));
    }

    private static Scraped parse(String text) {
        Map<String, Double> series = text.lines()
                .filter(line -> !line.startsWith("#"))
                .collect(Collectors.toMap(
                        line -> line.substring(0, line.lastIndexOf(' ')),
                        line -> Double.valueOf(line.substring(line.lastIndexOf(' ') + 1))));
        return new Scraped(text, series);
    }

    double value(String name) {
        Double value = series.get(name);
        if (value == null) {
            throw new AssertionError("no series " + name + " in\n" + text);
        }
        return value;
    }

    List<String> names(String prefix) {
        return series.keySet().stream()
                .filter(name -> name.startsWith(prefix))
                .sorted()
                .toList();
    }
}
