package dev.optimist.http.route;

import dev.optimist.core.error.RequestException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** Times as Elasticsearch writes them: a whole number and a unit. */
final class TimeText {
    private TimeText() {}

    static Duration parse(String name, String text) {
        String normal = text.toLowerCase(Locale.ROOT).trim();
        if (normal.endsWith("nanos")) {
            return number(name, text, normal, "nanos", ChronoUnit.NANOS);
        } else if (normal.endsWith("micros")) {
            return number(name, text, normal, "micros", ChronoUnit.MICROS);
        } else if (normal.endsWith("ms")) {
            return number(name, text, normal, "ms", ChronoUnit.MILLIS);
        } else if (normal.endsWith("s")) {
            return number(name, text, normal, "s", ChronoUnit.SECONDS);
        } else if (text.endsWith("m")) {
            return number(name, text, normal, "m", ChronoUnit.MINUTES);
        } else if (normal.endsWith("h")) {
            return number(name, text, normal, "h", ChronoUnit.HOURS);
        } else if (normal.endsWith("d")) {
            return number(name, text, normal, "d", ChronoUnit.DAYS);
        }
        return unitless(name, text, normal);
    }

    private static Duration unitless(String name, String text, String normal) {
        return switch (normal) {
            case "-1" -> Duration.ofMillis(-1);
            case "0" -> Duration.ZERO;
            default -> throw failure(name, text, "unit is missing or unrecognized");
        };
    }

    private static Duration number(String name, String text, String normal, String unit, ChronoUnit chronoUnit) {
        String digits = normal.substring(0, normal.length() - unit.length()).trim();
        long value;
        try {
            value = Long.parseLong(digits);
        } catch (NumberFormatException e) {
            throw failure(name, text, "illegal value");
        }
        return Duration.of(value, chronoUnit);
    }

    private static RequestException failure(String name, String text, String why) {
        return RequestException.illegalArgument(
                "failed to parse setting [" + name + "] with value [" + text + "] as a time value: " + why);
    }
}
