package dev.optimist.http.api;

import dev.optimist.core.error.ErrorKind;
import dev.optimist.core.error.RequestException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What an alias has beside its name, as requests write it and as it is kept. */
final class AliasProperties {
    private AliasProperties() {}

    /**
     * Returns the properties as they are kept and shown: routing for both directions where a request gives one for all.
     *
     * @param given what the request says; other keys are an error
     */
    static Map<String, Object> kept(String alias, Map<String, @Nullable Object> given) {
        Map<String, Object> kept = new LinkedHashMap<>();
        put(kept, "filter", given.get("filter"));
        put(kept, "index_routing", text(given.getOrDefault("index_routing", given.get("routing"))));
        put(kept, "search_routing", text(given.getOrDefault("search_routing", given.get("routing"))));
        put(kept, "is_write_index", bool(given.get("is_write_index")));
        put(kept, "is_hidden", bool(given.get("is_hidden")));
        given.keySet().forEach(name -> requireKnown(alias, name));
        return kept;
    }

    private static void requireKnown(String alias, String name) {
        switch (name) {
            case "filter", "index_routing", "search_routing", "routing", "is_write_index", "is_hidden" -> {}
            default ->
                throw RequestException.of(ErrorKind.PARSE, "unknown field [" + name + "] of alias [" + alias + "]");
        }
    }

    private static void put(Map<String, Object> kept, String name, @Nullable Object value) {
        if (value != null) {
            kept.put(name, value);
        }
    }

    private static @Nullable Object text(@Nullable Object value) {
        return value == null ? null : value.toString();
    }

    private static @Nullable Object bool(@Nullable Object value) {
        if (value == null || value instanceof Boolean) {
            return value;
        }
        return switch (value.toString()) {
            case "true" -> true;
            case "false" -> false;
            default ->
                throw RequestException.illegalArgument(
                        "Failed to parse value [" + value + "] as only [true] or [false] are allowed.");
        };
    }
}
