package dev.optimist.core.script;

import dev.optimist.core.error.RequestException;
import java.time.temporal.TemporalAccessor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Date;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Checks that what a script leaves in {@code ctx} can be written as JSON, and copies it into JSON's own types. */
final class ScriptOutput {
    /** As deep as a document may be. */
    private static final int DEPTH_MAX = 1_000;

    /** What is being copied, from the outermost in. */
    private final Set<Object> around = Collections.newSetFromMap(new IdentityHashMap<>());

    private ScriptOutput() {}

    /** Returns a copy of the source with strings, numbers, booleans, nulls, maps and lists in it, nothing else. */
    static Map<String, Object> source(@Nullable Object source) {
        if (!(source instanceof Map<?, ?> map)) {
            throw RequestException.illegalArgument("ctx._source must be an object after the script, but is "
                    + (source == null ? "null" : source.getClass().getSimpleName()));
        }
        return new ScriptOutput().object(map);
    }

    private Map<String, Object> object(Map<?, ?> map) {
        enter(map);
        Map<String, Object> copy = new LinkedHashMap<>();
        map.forEach((key, value) -> put(copy, String.valueOf(key), json(value)));
        leave(map);
        return copy;
    }

    @SuppressWarnings("NullAway") // null is a JSON value
    private static void put(Map<String, Object> object, String key, @Nullable Object value) {
        object.put(key, value);
    }

    private @Nullable Object json(@Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            return object(map);
        }
        if (value instanceof Iterable<?> items) {
            return list(items);
        }
        return value instanceof Object[] array ? list(Arrays.asList(array)) : scalar(value);
    }

    private List<@Nullable Object> list(Iterable<?> items) {
        enter(items);
        List<@Nullable Object> copy = new ArrayList<>();
        items.forEach(item -> copy.add(json(item)));
        leave(items);
        return copy;
    }

    private void leave(Object container) {
        around.remove(container);
    }

    private void enter(Object container) {
        if (!around.add(container)) {
            throw RequestException.illegalArgument("Iterable object is self-referencing itself");
        }
        if (around.size() > DEPTH_MAX) {
            throw RequestException.illegalArgument("ctx._source is nested deeper than " + DEPTH_MAX);
        }
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
