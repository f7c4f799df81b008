package dev.optimist.core.search;

import dev.optimist.core.error.RequestException;
import org.jspecify.annotations.Nullable;

/** Reads how many of a bool query's {@code should} have to match. */
final class MinimumShouldMatch {
    private MinimumShouldMatch() {}

    /**
     * Reads a number, one below zero (so many may be missing), or a percentage.
     *
     * @param alone whether there is neither {@code must} nor {@code filter}: then one has to match by default
     */
    static int of(@Nullable Object value, int clauses, boolean alone) {
        if (value == null) {
            return alone ? Math.min(1, clauses) : 0;
        }
        String text = value.toString().trim();
        try {
            int number = text.endsWith("%")
                    ? clauses * Integer.parseInt(text.substring(0, text.length() - 1)) / 100
                    : Integer.parseInt(text);
            return number < 0 ? clauses + number : number;
        } catch (NumberFormatException e) {
            throw RequestException.illegalArgument(
                    "[minimum_should_match] must be a number or a percentage, not [" + text + "]");
        }
    }
}
