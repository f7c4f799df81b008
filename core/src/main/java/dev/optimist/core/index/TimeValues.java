package dev.optimist.core.index;

import java.time.Duration;
import java.util.Locale;

/** Elasticsearch's time values: a whole number and a unit (d, h, m, s, ms, micros, nanos), or 0 or -1. */
public final class TimeValues {
    /** A longer one cannot be reckoned with. */
    private static final Duration LONGEST = Duration.ofMillis(Long.MAX_VALUE);

    private TimeValues() {}

    /**
     * Parses a time value.
     *
     * @throws IllegalArgumentException where the text is none
     */
    public static Duration parse(String text) {
        String value = text.trim().toLowerCase(Locale.ROOT);
        int unit = 0;
        while (unit < value.length() && (Character.isDigit(value.charAt(unit)) || value.charAt(unit) == '-')) {
            unit++;
        }
        try {
            return bounded(of(Long.parseLong(value.substring(0, unit)), value.substring(unit)));
        } catch (NumberFormatException | ArithmeticException e) {
            throw new IllegalArgumentException("not a time value: " + text, e);
        }
    }

    private static Duration of(long amount, String unit) {
        if (amount < -1) {
            throw new NumberFormatException("negative durations are not supported");
        }
        return switch (unit) {
            case "nanos" -> Duration.ofNanos(amount);
            case "micros" -> Duration.ofNanos(Math.multiplyExact(amount, 1_000L));
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            case "h" -> Duration.ofHours(amount);
            case "d" -> Duration.ofDays(amount);
            case "" -> unitless(amount);
            default -> throw new NumberFormatException("unknown unit " + unit);
        };
    }

    private static Duration bounded(Duration value) {
        if (value.compareTo(LONGEST) > 0) {
            throw new ArithmeticException("more than " + Long.MAX_VALUE + " milliseconds");
        }
        return value;
    }

    private static Duration unitless(long amount) {
        if (amount != 0 && amount != -1) {
            throw new NumberFormatException("unit is missing");
        }
        return Duration.ofMillis(amount);
    }
}
