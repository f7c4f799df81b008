package dev.optimist.core.script;

import dev.optimist.core.error.RequestException;
import java.time.temporal.TemporalAccessor;
import java.util.ArrayList;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Checks that what a script leaves in {@code ctx} can be written as JSON, and copies it into JSON's own types. */
final class ScriptOutput {
    /** As deep as a document may be. */
    private static final int DEPTH_MAX = 1_000;

    private ScriptOutput() {}

    /** Returns a copy of the source with strings, numbers, booleans, nulls, maps and lists in it, nothing else. */
    static Map<String, Object> source(@Nullable Object source) {
        if (!(source instanceof Map<?, ?> map)) {
            throw RequestException.illegalArgument("ctx._source must be an object after the script, but is "
                    + (source == null ? "null" : source.getClass().getSimpleName()));
        }
        return object(map, 0);
    }

    private static Map<String, Object> object(Map<?, ?> map, int depth) {
        Map<String, Object> copy = new LinkedHashMap<>();
        map.forEach((key, value) -> put(copy, String.valueOf(key), json(value, depth + 1)));
        return copy;
    }

    @SuppressWarnings("NullAway") // null is a JSON value
    private static void put(Map<String, Object> object, String key, @Nullable Object value) {
        object.put(key, value);
    }

    private static @Nullable Object json(@Nullable Object value, int depth) {
        if (depth > DEPTH_MAX) {
            throw RequestException.illegalArgument(
                    "Iterable object is self-referencing itself, or nested deeper than " + DEPTH_MAX);
        }
        if (value instanceof Map<?, ?> map) {
            return object(map, depth);
        }
        if (value instanceof Iterable<?> items) {
            return list(items, depth);
        }
        return value instanceof Object[] array ? list(List.of(array), depth) : scalar(value);
    }

    private static List<@Nullable Object> list(Iterable<?> items, int depth) {
        List<@Nullable Object> copy = new ArrayList<>();
        items.forEach(item -> copy.add(json(item, depth + 1)));
        return copy;
    }

    private static @Nullable Object scalar(@Nullable Object value) {
        if (value == null || value instanceof String || value instanceof Boolean) {
            return value;
        }
        if (value instanceof Number number) {
            return finite(number);
        }
        if (value instanceof Date date) {
            return date.toInstant().toString();
        }
        if (value instanceof CharSequence || value instanceof Character || value instanceof TemporalAccessor) {
            return value.toString();
        }
        throw RequestException.illegalArgument("cannot write xcontent for unknown value of type " + value.getClass());
    }

    private static Number finite(Number number) {
        if (Double.isNaN(number.doubleValue()) || Double.isInfinite(number.doubleValue())) {
            throw RequestException.illegalArgument("[" + number + "] is not a number that JSON knows");
        }
        return number;
    }
}
