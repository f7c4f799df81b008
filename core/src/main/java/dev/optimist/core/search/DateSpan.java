package dev.optimist.core.search;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The time that an ISO 8601 text names, from its first to its last nanosecond: a month, a day, or a moment. Without an
 * offset it is UTC.
 */
record DateSpan(LocalDateTime first, LocalDateTime last) {
    private static final Pattern ISO = Pattern.compile(
            "(\\d{4})-(\\d{2})(?:-(\\d{2})(?:T(\\d{2})(?::(\\d{2})(?::(\\d{2})(?:[.,](\\d{1,9}))?)?)?(Z|[+-]\\d{2}(?::?\\d{2})?)?)?)?");

    /** Reads a text; null where it is no date. */
    static @Nullable DateSpan parse(String text) {
        if (text.length() < 7 || text.charAt(4) != '-') {
            return null;
        }
        Matcher iso = ISO.matcher(text);
        try {
            return iso.matches() ? span(iso) : null;
        } catch (DateTimeException e) {
            return null;
        }
    }

    /** Returns the moment that a number names where it is compared with dates; null for one with a fraction. */
    static @Nullable DateSpan ofEpochMillis(Number number) {
        if (!(number instanceof Integer || number instanceof Long)) {
            return null;
        }
        LocalDateTime moment = LocalDateTime.ofInstant(Instant.ofEpochMilli(number.longValue()), ZoneOffset.UTC);
        return new DateSpan(moment, moment);
    }

    private static DateSpan span(Matcher iso) {
        YearMonth month = YearMonth.of(number(iso, 1), number(iso, 2));
        if (iso.group(3) == null) {
            return between(
                    month.atDay(1).atStartOfDay(), month.plusMonths(1).atDay(1).atStartOfDay());
        }
        LocalDateTime day = month.atDay(number(iso, 3)).atStartOfDay();
        if (iso.group(4) == null) {
            return between(day, day.plusDays(1));
        }
        return moment(iso, day);
    }

    private static DateSpan moment(Matcher iso, LocalDateTime day) {
        String minute = iso.group(5);
        String second = iso.group(6);
        String fraction = iso.group(7);
        LocalDateTime local = day.withHour(number(iso, 4))
                .withMinute(minute == null ? 0 : Integer.parseInt(minute))
                .withSecond(second == null ? 0 : Integer.parseInt(second))
                .withNano(fraction == null ? 0 : Integer.parseInt((fraction + "00000000").substring(0, 9)));
        LocalDateTime first = local.minusSeconds(offset(iso.group(8)));
        ChronoUnit unit = minute == null ? ChronoUnit.HOURS : second == null ? ChronoUnit.MINUTES : ChronoUnit.SECONDS;
        return fraction == null
                ? between(first, first.plus(1, unit))
                : between(first, first.plus(1, precision(fraction)));
    }

    private static ChronoUnit precision(String fraction) {
        return fraction.length() <= 3 ? ChronoUnit.MILLIS : ChronoUnit.NANOS;
    }

    private static DateSpan between(LocalDateTime first, LocalDateTime end) {
        return new DateSpan(first, end.minusNanos(1));
    }

    private static int offset(@Nullable String text) {
        return text == null ? 0 : ZoneOffset.of(text).getTotalSeconds();
    }

    private static int number(Matcher iso, int group) {
        return Integer.parseInt(iso.group(group));
    }
}
