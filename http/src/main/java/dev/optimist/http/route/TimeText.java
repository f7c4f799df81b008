package dev.optimist.http.route;

import dev.optimist.core.error.RequestException;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Times as Elasticsearch writes them: a whole number and a unit. */
public final class TimeText {
    private TimeText() {}

    /** Parses the value of a parameter or setting; an illegal_argument_exception names it where it is no time. */
    public static Duration parse(String name, String text) {
        String normal = text.toLowerCase(Locale.ROOT).trim();
        Unit unit = Unit.of(normal, text);
        if (unit == null) {
            return unitless(name, text, normal);
        }
        String digits =
                normal.substring(0, normal.length() - unit.suffix.length()).trim();
        long value = number(text, digits);
        if (value < -1) {
            throw failure(name, text, "negative durations are not supported");
        }
        return Duration.ofNanos(unit.java.toNanos(value)); // ends at 292 years
    }

    /** The units, longer suffixes before those that they end with. */
    private enum Unit {
        NANOS("nanos", TimeUnit.NANOSECONDS),
        MICROS("micros", TimeUnit.MICROSECONDS),
        MILLIS("ms", TimeUnit.MILLISECONDS),
        SECONDS("s", TimeUnit.SECONDS),
        MINUTES("m", TimeUnit.MINUTES),
        HOURS("h", TimeUnit.HOURS),
        DAYS("d", TimeUnit.DAYS);

        private final String suffix;
        private final TimeUnit java;

        Unit(String suffix, TimeUnit java) {
            this.suffix = suffix;
            this.java = java;
        }

        // An upper-case M stands for months elsewhere, so that minutes are lower-case only.
        static @Nullable Unit of(String normal, String text) {
            for (Unit unit : values()) {
                if (normal.endsWith(unit.suffix) && (unit != MINUTES || text.endsWith("m"))) {
                    return unit;
                }
            }
            return null;
        }
    }

    private static Duration unitless(String name, String text, String normal) {
        String digits = normal.startsWith("-") ? normal.substring(1) : normal;
        int zeros = 0;
        while (zeros < digits.length() && digits.charAt(zeros) == '0') {
            zeros++;
        }
        if (zeros > 0 && digits.equals(normal) && zeros == digits.length()) {
            return Duration.ZERO;
        }
        if (!digits.equals(normal) && digits.substring(zeros).equals("1")) {
            return Duration.ofMillis(-1);
        }
        throw failure(name, text, "unit is missing or unrecognized");
    }

    private static long number(String text, String digits) {
        try {
            return Long.parseLong(digits);
        } catch (NumberFormatException e) {
            String fraction = isNumber(digits) ? ", fractional time values are not supported" : "";
            throw RequestException.illegalArgument("failed to parse [" + text + "]" + fraction)
                    .causedBy(Parameters.notANumber(digits));
        }
    }

    private static boolean isNumber(String digits) {
        try {
            return !Double.isNaN(Double.parseDouble(digits));
        } catch (NumberFormatException e) {
            return false;
        }
    }

    private static RequestException failure(String name, String text, String why) {
        return RequestException.illegalArgument(
                "failed to parse setting [" + name + "] with value [" + text + "] as a time value: " + why);
    }
}
