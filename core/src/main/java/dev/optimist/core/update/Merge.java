package dev.optimist.core.update;

import java.util.Map;
import java.util.Objects;

/** The deep merge of a partial document: objects merge key by key, everything else is replaced, null is a value. */
final class Merge {
    private Merge() {}

    /**
     * Merges {@code changes} into {@code target}.
     *
     * @return whether that changed anything; 1 and 1.0 differ, the order of keys does not count
     */
    static boolean into(Map<String, Object> target, Map<String, Object> changes) {
        boolean changed = false;
        for (Map.Entry<String, Object> change : changes.entrySet()) {
            changed |= put(target, change.getKey(), change.getValue());
        }
        return changed;
    }

    @SuppressWarnings("unchecked") // a JSON object is a Map<String, Object> throughout
    private static boolean put(Map<String, Object> target, String key, Object value) {
        if (!target.containsKey(key)) {
            target.put(key, value);
            return true;
        }
        Object old = target.get(key);
        if (old instanceof Map && value instanceof Map) {
            return into((Map<String, Object>) old, (Map<String, Object>) value);
        }
        target.put(key, value);
        return !Objects.equals(old, value);
    }
}
