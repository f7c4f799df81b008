package dev.optimist.core.search;

import dev.optimist.core.error.ErrorKind;
import dev.optimist.core.error.RequestException;
import java.util.AbstractMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The body of one query as it is read.
 *
 * @param name the query's name
 */
record Clause(String name, Map<?, ?> body) {
    static Clause of(String name, @Nullable Object body) {
        if (body instanceof Map<?, ?> object) {
            return new Clause(name, object);
        }
        throw malformed("[" + name + "] query malformed, no start_object after query name");
    }

    /** Throws where the body has other keys than these and {@code boost}, which changes nothing without scores. */
    Clause requireKeys(Set<String> known) {
        for (Object key : body.keySet()) {
            if (!known.contains(key.toString()) && !key.equals("boost")) {
                throw malformed("[" + name + "] query does not support [" + key + "]");
            }
        }
        return this;
    }

    /** Returns the one entry whose key is a field's name; {@code boost} may stand beside it. */
    Map.Entry<String, @Nullable Object> field() {
        Map.Entry<String, @Nullable Object> found = null;
        for (Map.Entry<?, ?> entry : body.entrySet()) {
            String key = entry.getKey().toString();
            if (key.equals("boost") && body.size() > 1) {
                continue;
            }
            if (found != null) {
                throw malformed("[" + name + "] query doesn't support multiple fields, found [" + found.getKey()
                        + "] and [" + key + "]");
            }
            found = new AbstractMap.SimpleImmutableEntry<>(key, entry.getValue());
        }
        if (found == null) {
            throw RequestException.illegalArgument("field name is null or empty");
        }
        return found;
    }

    @Nullable
    Object get(String key) {
        return body.get(key);
    }

    boolean flag(String key, boolean absent) {
        Object value = body.get(key);
        return switch (String.valueOf(value)) {
            case "null" -> absent;
            case "true" -> true;
            case "false" -> false;
            default ->
                throw RequestException.illegalArgument(
                        "Failed to parse value [" + value + "] as only [true] or [false] are allowed.");
        };
    }

    static RequestException malformed(String reason) {
        return RequestException.of(ErrorKind.PARSING, reason);
    }
}
