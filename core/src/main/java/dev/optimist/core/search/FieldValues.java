package dev.optimist.core.search;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Finds the values of a field by its dotted path: through objects, through arrays of objects, and through names that have
 * dots in them. {@code field.keyword} means the field, unless there is one of that name.
 */
final class FieldValues {
    private static final String KEYWORD = ".keyword";

    private FieldValues() {}

    static List<Object> of(Map<String, ?> source, String path) {
        List<Object> values = new ArrayList<>(1);
        visit(source, path, value -> addScalars(value, values));
        return values;
    }

    /** Returns whether an object at the path holds anything but null. */
    static boolean existsBelow(Map<String, ?> source, String path) {
        boolean[] found = new boolean[1];
        visit(source, path, value -> found[0] |= holdsScalar(value));
        return found[0];
    }

    private static void visit(Map<String, ?> source, String path, Consumer<@Nullable Object> visitor) {
        boolean[] found = new boolean[1];
        walk(source, path, value -> {
            found[0] = true;
            visitor.accept(value);
        });
        if (!found[0] && path.endsWith(KEYWORD)) {
            walk(source, path.substring(0, path.length() - KEYWORD.length()), visitor);
        }
    }

    private static void walk(@Nullable Object at, String path, Consumer<@Nullable Object> visitor) {
        if (at instanceof List<?> elements) {
            elements.forEach(element -> walk(element, path, visitor));
        } else if (at instanceof Map<?, ?> object) {
            if (object.containsKey(path)) {
                visitor.accept(object.get(path));
            }
            for (int dot = path.indexOf('.'); dot >= 0; dot = path.indexOf('.', dot + 1)) {
                walk(object.get(path.substring(0, dot)), path.substring(dot + 1), visitor);
            }
        }
    }

    private static void addScalars(@Nullable Object value, List<Object> values) {
        if (value instanceof List<?> elements) {
            elements.forEach(element -> addScalars(element, values));
        } else if (value != null && !(value instanceof Map<?, ?>)) {
            values.add(value);
        }
    }

    private static boolean holdsScalar(@Nullable Object value) {
        if (value instanceof List<?> elements) {
            return elements.stream().anyMatch(FieldValues::holdsScalar);
        }
        return value instanceof Map<?, ?> object
                ? object.values().stream().anyMatch(FieldValues::holdsScalar)
                : value != null;
    }
}
