package dev.optimist.http.api;

import dev.optimist.core.error.ErrorKind;
import dev.optimist.core.error.RequestException;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An index name that holds a date, such as {@code <logs-{now/d{yyyy.MM.dd|+01:00}}>}. */
final class DateMathName {
    private static final Pattern EXPRESSION = Pattern.compile("\\{([^{}]+)(?:\\{([^{}|]+)(?:\\|([^{}]+))?})?}");
    private static final Pattern STEP = Pattern.compile("([+-]\\d*|/)([yMwdhHms])");
    private static final String FORMAT = "yyyy.MM.dd";
    private static final String NOW = "now";
    private static final String ANCHOR_END = "||";

    private DateMathName() {}

    /** Returns the name that is meant; every name that is not in angle brackets means itself. */
    static String resolve(String name, Clock clock) {
        if (!name.startsWith("<") || !name.endsWith(">") || name.indexOf('{') < 0) {
            return name;
        }
        Matcher matcher = EXPRESSION.matcher(name.substring(1, name.length() - 1));
        return matcher.replaceAll(found -> Matcher.quoteReplacement(text(matcher, clock)));
    }

    private static String text(Matcher found, Clock clock) {
        String format = found.group(2) == null ? FORMAT : found.group(2);
        ZoneId zone = found.group(3) == null ? ZoneOffset.UTC : ZoneId.of(found.group(3));
        DateTimeFormatter formatter = formatter(format);
        return formatter.format(moment(found.group(1), format, formatter, clock.withZone(zone)));
    }

    private static ZonedDateTime moment(String math, String format, DateTimeFormatter formatter, Clock clock) {
        if (math.startsWith(NOW)) {
            return steps(ZonedDateTime.now(clock), math.substring(NOW.length()), math);
        }
        int end = math.indexOf(ANCHOR_END);
        String anchor = end < 0 ? math : math.substring(0, end);
        String rest = end < 0 ? "" : math.substring(end + ANCHOR_END.length());
        try {
            return steps(LocalDateTime.parse(anchor, formatter).atZone(clock.getZone()), rest, math);
        } catch (DateTimeParseException e) {
            throw unreadable(anchor, format, e);
        }
    }

    private static DateTimeFormatter formatter(String format) {
        try {
            return new DateTimeFormatterBuilder()
                    .appendPattern(format)
                    .parseDefaulting(ChronoField.MONTH_OF_YEAR, 1)
                    .parseDefaulting(ChronoField.DAY_OF_MONTH, 1)
                    .parseDefaulting(ChronoField.HOUR_OF_DAY, 0)
                    .toFormatter(Locale.ROOT);
        } catch (IllegalArgumentException e) {
            throw RequestException.illegalArgument("Invalid format: [" + format + "]: " + e.getMessage());
        }
    }

    private static ZonedDateTime steps(ZonedDateTime start, String steps, String math) {
        Matcher matcher = STEP.matcher(steps);
        ZonedDateTime moment = start;
        int end = 0;
        while (end < steps.length()) {
            if (!matcher.find(end) || matcher.start() != end) {
                throw RequestException.of(ErrorKind.PARSE, "operator not supported for date math [" + math + "]");
            }
            moment = step(moment, matcher.group(1), matcher.group(2).charAt(0));
            end = matcher.end();
        }
        return moment;
    }

    private static ZonedDateTime step(ZonedDateTime moment, String operator, char unit) {
        if (operator.equals("/")) {
            return rounded(moment, unit);
        }
        boolean isSign = operator.length() == 1;
        return moment.plus(isSign ? Long.parseLong(operator + "1") : Long.parseLong(operator), unit(unit));
    }

    private static ChronoUnit unit(char unit) {
        return switch (unit) {
            case 'y' -> ChronoUnit.YEARS;
            case 'M' -> ChronoUnit.MONTHS;
            case 'w' -> ChronoUnit.WEEKS;
            case 'd' -> ChronoUnit.DAYS;
            case 'm' -> ChronoUnit.MINUTES;
            case 's' -> ChronoUnit.SECONDS;
            default -> ChronoUnit.HOURS;
        };
    }

    private static ZonedDateTime rounded(ZonedDateTime moment, char unit) {
        ZonedDateTime day = moment.truncatedTo(ChronoUnit.DAYS);
        return switch (unit) {
            case 'y' -> day.with(TemporalAdjusters.firstDayOfYear());
            case 'M' -> day.with(TemporalAdjusters.firstDayOfMonth());
            case 'w' -> day.with(ChronoField.DAY_OF_WEEK, 1);
            default -> moment.truncatedTo(unit(unit));
        };
    }

    private static RequestException unreadable(String date, String format, DateTimeException cause) {
        String reason = "failed to parse date field [" + date + "] with format [" + format + "]";
        RequestException parsing = RequestException.of(ErrorKind.DATE_TIME_PARSE, String.valueOf(cause.getMessage()));
        return RequestException.of(ErrorKind.PARSE, reason + ": [" + reason + "]")
                .causedBy(RequestException.illegalArgument(reason).causedBy(parsing));
    }
}
