package dev.optimist.core.script;

import dev.optimist.core.error.DocumentException;
import dev.optimist.core.error.ErrorKind;
import dev.optimist.core.error.RequestException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.opensearch.script.ScriptException;

/** Turns the failures of Painless into error bodies: stack, script, position and causes, as Elasticsearch shows them. */
final class ScriptFailures {
    private static final int CAUSES_MAX = 10;

    private ScriptFailures() {}

    static DocumentException describe(ScriptException failure) {
        RequestException described = RequestException.of(ErrorKind.SCRIPT, String.valueOf(failure.getMessage()))
                .with("script_stack", failure.getScriptStack())
                .with("script", failure.getScript())
                .with("lang", failure.getLang());
        ScriptException.Position position = failure.getPos();
        if (position != null) {
            described = described.with("position", position(position));
        }
        Throwable cause = failure.getCause();
        return cause == null ? described : described.with("caused_by", cause(cause, CAUSES_MAX));
    }

    private static Map<String, Object> position(ScriptException.Position position) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("offset", position.offset);
        json.put("start", position.start);
        json.put("end", position.end);
        return json;
    }

    private static Map<String, @Nullable Object> cause(Throwable cause, int causesMax) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("type", typeName(cause));
        json.put("reason", cause.getMessage());
        Throwable next = cause.getCause();
        if (next != null && causesMax > 0) {
            json.put("caused_by", cause(next, causesMax - 1));
        }
        return json;
    }

    /** Elasticsearch's name of an exception: its simple class name in snake case. */
    static String typeName(Throwable failure) {
        return failure.getClass()
                .getSimpleName()
                .replaceAll("(?<=.)(?=\\p{Lu})", "_")
                .toLowerCase(Locale.ROOT);
    }
}
