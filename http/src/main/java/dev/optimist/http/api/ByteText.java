package dev.optimist.http.api;

import dev.optimist.core.error.RequestException;
import java.util.List;

/** Numbers of bytes as Elasticsearch writes them. */
final class ByteText {
    private static final List<String> UNITS = List.of("b", "kb", "mb", "gb", "tb", "pb");

    private ByteText() {}

    /** Returns the unit that a request asks for, empty for whichever fits; an illegal_argument_exception for others. */
    static String requireUnit(String unit) {
        if (unit.isEmpty() || UNITS.contains(unit) || unit.matches("[kmgtp]")) {
            return unit;
        }
        throw RequestException.illegalArgument("failed to parse setting [bytes] with value [" + unit
                + "] as a size in bytes: unit is missing or unrecognized");
    }

    /** Writes bytes as a whole number of a unit, or where that is empty with one digit after the point and the unit. */
    static String of(long bytes, String unit) {
        if (unit.isEmpty()) {
            return of(bytes);
        }
        int power = unit.equals("b") ? 0 : "kmgtp".indexOf(unit.charAt(0)) + 1;
        return Long.toString(bytes >> (10 * power));
    }

    private static String of(long bytes) {
        double value = bytes;
        int unit = 0;
        while (value >= 1024 && unit < UNITS.size() - 1) {
            value /= 1024;
            unit++;
        }
        long tenths = (long) (value * 10);
        return (tenths % 10 == 0 ? Long.toString(tenths / 10) : tenths / 10 + "." + tenths % 10) + UNITS.get(unit);
    }
}
