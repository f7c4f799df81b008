package dev.optimist.core.script;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A {@code ctx} that takes a source and an operation, and nothing else. */
final class StrictContext extends HashMap<String, Object> {
    private static final long serialVersionUID = 1;
    private static final Set<String> OPERATIONS = Set.of("delete", "index", "noop");

    StrictContext(Map<String, Object> content) {
        super(content);
    }

    @Override
    @SuppressWarnings("NullAway") // what is written over may be null
    public Object put(String key, @Nullable Object value) {
        switch (key) {
            case "_source" -> {}
            case "op" -> requireOperation(value);
            default ->
                throw new IllegalArgumentException(
                        containsKey(key)
                                ? key + " cannot be updated"
                                : "Cannot put key [" + key + "] with value [" + value + "] into ctx");
        }
        return super.put(key, value);
    }

    private static void requireOperation(@Nullable Object value) {
        if (value == null || !OPERATIONS.contains(value)) {
            throw new IllegalArgumentException("[op] must be one of delete, index, noop, not [" + value + "]");
        }
    }

    @Override
    public void putAll(Map<? extends String, ?> more) {
        more.forEach(this::put);
    }
}
