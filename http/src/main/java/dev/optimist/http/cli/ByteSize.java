package dev.optimist.http.cli;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A number of bytes as people write it: {@code 100mb}. Units are powers of 1024. */
record ByteSize(long bytes) {
    private static final Pattern SHAPE = Pattern.compile("(\\d{1,15})(b|kb|mb|gb)", Pattern.CASE_INSENSITIVE);
    private static final String[] UNITS = {"b", "kb", "mb", "gb"};

    /** Reads a size; a unit is required, so that nobody means megabytes and gets bytes. */
    static ByteSize parse(String text) {
        Matcher matcher = SHAPE.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("expected a size with a unit, such as 512kb, 100mb or 2gb");
        }
        int exponent = List.of(UNITS).indexOf(matcher.group(2).toLowerCase(Locale.ROOT));
        return new ByteSize(Math.multiplyExact(Long.parseLong(matcher.group(1)), 1L << (10 * exponent)));
    }

    int intBytes() {
        return (int) Math.min(Integer.MAX_VALUE, bytes);
    }

    @Override
    public String toString() {
        int exponent = 0;
        long rest = bytes;
        while (exponent < UNITS.length - 1 && rest > 0 && rest % 1024 == 0) {
            rest /= 1024;
            exponent++;
        }
        return rest + UNITS[exponent];
    }
}
