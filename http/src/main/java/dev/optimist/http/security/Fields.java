package dev.optimist.http.security;

import dev.optimist.core.error.RequestException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the values of a JSON object; an illegal_argument_exception names one that is of another kind. */
public record Fields(Map<String, @Nullable Object> values) {
    public boolean has(String name) {
        return values.get(name) != null;
    }

    public @Nullable String text(String name) {
        Object value = values.get(name);
        if (value == null || value instanceof String) {
            return (String) value;
        }
        throw wrong(name, "a string");
    }

    public boolean flag(String name, boolean absent) {
        Object value = values.get(name);
        if (value == null) {
            return absent;
        }
        if (value instanceof Boolean flag) {
            return flag;
        }
        throw wrong(name, "true or false");
    }

    public long number(String name) {
        if (values.get(name) instanceof Number number) {
            return number.longValue();
        }
        throw wrong(name, "a number");
    }

    /** Reads a list of strings, or one string in place of it; empty where it is absent. */
    public List<String> texts(String name) {
        Object value = values.get(name);
        if (value == null) {
            return List.of();
        }
        if (value instanceof String one) {
            return List.of(one);
        }
        if (!(value instanceof List<?> list)) {
            throw wrong(name, "a list of strings");
        }
        List<String> texts = new ArrayList<>();
        for (Object each : list) {
            if (!(each instanceof String text)) {
                throw wrong(name, "a list of strings");
            }
            texts.add(text);
        }
        return List.copyOf(texts);
    }

    /** Reads an object; empty where it is absent. */
    public Map<String, @Nullable Object> object(String name) {
        Object value = values.get(name);
        return value == null ? Map.of() : asObject(name, value);
    }

    static Map<String, @Nullable Object> asObject(String name, @Nullable Object value) {
        if (!(value instanceof Map<?, ?> map)) {
            throw wrong(name, "an object");
        }
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        map.forEach((key, each) -> object.put(String.valueOf(key), each));
        return object;
    }

    /** Throws an illegal_argument_exception where there is another field than these. */
    public Fields only(String... names) {
        for (String name : values.keySet()) {
            if (!List.of(names).contains(name)) {
                throw RequestException.illegalArgument("unknown field [" + name + "]");
            }
        }
        return this;
    }

    private static RequestException wrong(String name, String expected) {
        return RequestException.illegalArgument("[" + name + "] must be " + expected);
    }
}
