package dev.optimist.http.api;

import dev.optimist.core.error.RequestException;
import dev.optimist.core.service.UpdateCommand.ScriptCall;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the {@code script} object of a body: inline, or by the id it is stored under. */
final class ScriptBody {
    /** The language of a script that names none. */
    static final String DEFAULT_LANG = "painless";

    private ScriptBody() {}

    /** Reads which script to call; throws where it is neither inline nor stored, or both. */
    static ScriptCall read(Map<String, @Nullable Object> script) {
        Object id = script.get("id");
        Object source = script.get("source");
        Map<String, Object> params = params(script.get("params"));
        if (id != null && source == null) {
            return new ScriptCall.Stored(id.toString(), params);
        }
        if (source == null || id != null) {
            throw RequestException.illegalArgument(
                    "must specify either [source] for an inline script or [id] for a" + " stored script");
        }
        Object lang = script.get("lang");
        return new ScriptCall.Inline(lang == null ? DEFAULT_LANG : lang.toString(), source.toString(), params);
    }

    private static Map<String, Object> params(@Nullable Object params) {
        Map<String, Object> read = new LinkedHashMap<>();
        if (params instanceof Map<?, ?> map) {
            map.forEach((name, value) -> put(read, String.valueOf(name), value));
        } else if (params != null) {
            throw RequestException.illegalArgument("[params] of a script must be an object");
        }
        return read;
    }

    @SuppressWarnings("NullAway") // null is a JSON value
    private static void put(Map<String, Object> params, String name, @Nullable Object value) {
        params.put(name, value);
    }
}
