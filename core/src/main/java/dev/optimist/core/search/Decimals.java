package dev.optimist.core.search;

import java.math.BigDecimal;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/** JSON numbers by their value: 1, 1.0 and 1e0 are one number. */
final class Decimals {
    /** Longer texts are no numbers that anybody compares with, and slow to read. */
    private static final int TEXT_LENGTH_MAX = 64;

    private Decimals() {}

    /** Returns the number without trailing zeros, or null where it is infinite. */
    static @Nullable BigDecimal of(Number number) {
        if (number instanceof Integer || number instanceof Long) {
            return BigDecimal.valueOf(number.longValue()).stripTrailingZeros();
        }
        if (number instanceof BigInteger integer) {
            return new BigDecimal(integer).stripTrailingZeros();
        }
        if (number instanceof BigDecimal decimal) {
            return decimal.stripTrailingZeros();
        }
        double value = number.doubleValue();
        return Double.isFinite(value) ? BigDecimal.valueOf(value).stripTrailingZeros() : null;
    }

    /** Returns the number that a text is, or null where it is none. */
    static @Nullable BigDecimal parse(String text) {
        if (text.isEmpty() || text.length() > TEXT_LENGTH_MAX) {
            return null;
        }
        try {
            return new BigDecimal(text).stripTrailingZeros();
        } catch (NumberFormatException e) {
            return null;
        }
    }

    static int compare(Number left, Number right) {
        if (isLong(left) && isLong(right)) {
            return Long.compare(left.longValue(), right.longValue());
        }
        BigDecimal a = of(left);
        BigDecimal b = of(right);
        return a == null || b == null ? Double.compare(left.doubleValue(), right.doubleValue()) : a.compareTo(b);
    }

    private static boolean isLong(Number number) {
        return number instanceof Integer || number instanceof Long;
    }
}
