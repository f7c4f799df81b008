package dev.optimist.core.search;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * One end of a range. The stored value says what is compared: a number with a bound that is one, a date with a bound that
 * is one, any other text with the bound's text.
 *
 * @param end which end it is, and whether it belongs to the range
 */
record Bound(
        End end,
        String text,
        @Nullable BigDecimal number,
        @Nullable DateSpan date) {
    /** The ends of a range, by their names in a query. */
    enum End {
        GT,
        GTE,
        LT,
        LTE;

        boolean admits(int comparison) {
            return switch (this) {
                case GT -> comparison > 0;
                case GTE -> comparison >= 0;
                case LT -> comparison < 0;
                case LTE -> comparison <= 0;
            };
        }
    }

    static Bound of(End end, Object value) {
        String text = value.toString();
        return value instanceof Number number
                ? new Bound(end, text, Decimals.of(number), DateSpan.ofEpochMillis(number))
                : new Bound(end, text, Decimals.parse(text), DateSpan.parse(text));
    }

    boolean admits(Object stored) {
        if (stored instanceof Number found) {
            BigDecimal decimal = Decimals.of(found);
            return number != null && decimal != null && end.admits(decimal.compareTo(number));
        }
        String found = stored.toString();
        DateSpan bound = date;
        DateSpan foundDate = bound == null ? null : DateSpan.parse(found);
        if (bound == null || foundDate == null) {
            return end.admits(found.compareTo(text));
        }
        return admits(foundDate, bound);
    }

    // A bound that names a whole day or month is rounded as Elasticsearch does it: gt and lte to its end.
    private boolean admits(DateSpan found, DateSpan bound) {
        boolean toItsEnd = end == End.GT || end == End.LTE;
        return end.admits(found.first().compareTo(toItsEnd ? bound.last() : bound.first()));
    }
}
