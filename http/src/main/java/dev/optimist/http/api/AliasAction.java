package dev.optimist.http.api;

import dev.optimist.core.error.ErrorKind;
import dev.optimist.core.error.RequestException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One step of a change of aliases. */
sealed interface AliasAction {
    /** The expressions of indices that it is about. */
    List<String> indices();

    /** Names indices by aliases. */
    record Add(
            List<String> indices,
            List<String> aliases,
            Map<String, Object> properties,
            @Nullable Boolean mustExist) implements AliasAction {}

    /**
     * Takes aliases, or all that a pattern matches, from indices.
     *
     * @param mustExist whether it is an error that nothing is taken; null where it is only if nothing at all changes
     */
    record Remove(
            List<String> indices,
            List<String> aliases,
            @Nullable Boolean mustExist) implements AliasAction {}

    /** Deletes indices. */
    record RemoveIndex(List<String> indices) implements AliasAction {}

    /** Reads the actions of a request. */
    static List<AliasAction> read(Map<String, @Nullable Object> body) {
        if (!(body.get("actions") instanceof List<?> entries)) {
            throw RequestException.illegalArgument("No action specified");
        }
        List<AliasAction> actions = new ArrayList<>();
        for (Object entry : entries) {
            if (!(entry instanceof Map<?, ?> action) || action.size() != 1) {
                throw RequestException.of(ErrorKind.PARSE, "an alias action is an object with one key");
            }
            action.forEach((kind, fields) -> actions.add(action(String.valueOf(kind), fields)));
        }
        new Validation()
                .refuseIf(actions.isEmpty(), "Must specify at least one alias action")
                .check();
        return actions;
    }

    @SuppressWarnings("unchecked") // a JSON object's names are strings
    private static AliasAction action(String kind, @Nullable Object value) {
        if (!(value instanceof Map<?, ?> object)) {
            throw RequestException.of(ErrorKind.PARSE, "[" + kind + "] must be an object");
        }
        Map<String, @Nullable Object> fields = new LinkedHashMap<>((Map<String, @Nullable Object>) object);
        List<String> indices = names(fields, "index", "indices");
        if (indices.isEmpty()) {
            throw RequestException.illegalArgument("One of [index] or [indices] is required");
        }
        return switch (kind) {
            case "remove_index" -> new RemoveIndex(indices);
            case "add" -> {
                List<String> aliases = aliases(fields);
                Boolean mustExist = mustExist(fields);
                yield new Add(indices, aliases, AliasProperties.kept(aliases.get(0), fields), mustExist);
            }
            case "remove" -> new Remove(indices, aliases(fields), mustExist(fields));
            default -> throw RequestException.of(ErrorKind.X_CONTENT_PARSE, "[aliases] unknown field [" + kind + "]");
        };
    }

    private static List<String> aliases(Map<String, @Nullable Object> fields) {
        List<String> aliases = names(fields, "alias", "aliases");
        if (aliases.isEmpty()) {
            throw RequestException.illegalArgument("One of [alias] or [aliases] is required");
        }
        return aliases;
    }

    private static @Nullable Boolean mustExist(Map<String, @Nullable Object> fields) {
        Object value = fields.remove("must_exist");
        return value == null ? null : Boolean.valueOf(value.toString());
    }

    private static List<String> names(Map<String, @Nullable Object> fields, String one, String several) {
        List<String> names = new ArrayList<>();
        for (String key : List.of(one, several)) {
            Object value = fields.remove(key);
            if (value instanceof List<?> list) {
                list.forEach(name -> names.add(String.valueOf(name)));
            } else if (value != null) {
                names.add(value.toString());
            }
        }
        return names;
    }
}
