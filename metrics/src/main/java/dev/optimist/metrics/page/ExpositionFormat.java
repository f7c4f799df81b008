package dev.optimist.metrics.page;

import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The two text formats of a scrape, and which of them an Accept header prefers. */
enum ExpositionFormat {
    PLAIN("text/plain", "text/plain; version=0.0.4; charset=utf-8"),
    OPEN_METRICS("application/openmetrics-text", "application/openmetrics-text; version=1.0.0; charset=utf-8");

    private final String mediaType;
    private final String contentType;

    ExpositionFormat(String mediaType, String contentType) {
        this.mediaType = mediaType;
        this.contentType = contentType;
    }

    String contentType() {
        return contentType;
    }

    /** OpenMetrics only for who names it, and not with less weight than plain text. */
    static ExpositionFormat accepted(@Nullable String accept) {
        if (accept == null) {
            return PLAIN;
        }
        double open = OPEN_METRICS.weightIn(accept);
        return open > 0 && open >= PLAIN.weightIn(accept) ? OPEN_METRICS : PLAIN;
    }

    private double weightIn(String accept) {
        return Arrays.stream(accept.toLowerCase(Locale.ROOT).split(",", -1))
                .map(String::trim)
                .filter(range -> range.equals(mediaType) || range.startsWith(mediaType + ";"))
                .mapToDouble(ExpositionFormat::weight)
                .max()
                .orElse(0);
    }

    private static double weight(String range) {
        return Arrays.stream(range.split(";", -1))
                .map(String::trim)
                .filter(parameter -> parameter.startsWith("q="))
                .mapToDouble(parameter -> number(parameter.substring(2)))
                .findFirst()
                .orElse(1);
    }

    private static double number(String text) {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
