package dev.optimist.core.index;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** How a mapping is read as a tree: nodes are JSON objects, their fields stand under {@code properties}. */
final class MappingFields {
    static final String PROPERTIES = "properties";
    static final String FIELDS = "fields";
    static final String TYPE = "type";
    static final String OBJECT = "object";

    private MappingFields() {}

    /** Copies a node with all its fields, which come out in the order of their names; the copy may be changed. */
    static Map<String, Object> copy(Map<String, Object> node) {
        Map<String, Object> copy = new LinkedHashMap<>();
        node.forEach((key, value) -> copy.put(key, isFields(key, value) ? copyFields(object(value)) : value));
        return copy;
    }

    private static Map<String, Object> copyFields(Map<String, Object> fields) {
        Map<String, Object> copy = new TreeMap<>();
        fields.forEach((name, field) -> copy.put(name, field instanceof Map<?, ?> ? copy(object(field)) : field));
        return copy;
    }

    private static boolean isFields(String key, Object value) {
        return (key.equals(PROPERTIES) || key.equals(FIELDS)) && value instanceof Map<?, ?>;
    }

    /** Returns the fields of a node, none where it has none. */
    static Map<String, Object> of(Map<String, Object> node) {
        return node.get(PROPERTIES) instanceof Map<?, ?> fields ? object(fields) : Map.of();
    }

    /** Returns the fields of a node that may be changed, made where there are none yet. */
    static Map<String, Object> open(Map<String, Object> node) {
        if (!(node.get(PROPERTIES) instanceof Map<?, ?>)) {
            node.put(PROPERTIES, new TreeMap<String, Object>());
        }
        return object(node.getOrDefault(PROPERTIES, Map.of()));
    }

    /** Returns the type of a field; that of one with fields of its own is {@code object} where it names none. */
    static String type(Map<String, Object> node) {
        return node.get(TYPE) instanceof String type ? type : OBJECT;
    }

    /** Returns whether a name with dots within the node stands for objects. */
    static boolean hasSubobjects(Map<String, Object> node) {
        Object subobjects = node.get("subobjects");
        return subobjects == null || subobjects.toString().equals("true");
    }

    static boolean holdsFields(Map<String, Object> node) {
        String type = type(node);
        return type.equals(OBJECT) || type.equals("nested");
    }

    @SuppressWarnings("unchecked") // a JSON object's names are strings
    static Map<String, Object> object(Object value) {
        return (Map<String, Object>) value;
    }

    /** Returns the steps of a name with dots; a name without steps is one itself. */
    static List<String> steps(String name) {
        if (name.indexOf('.') < 0) {
            return List.of(name);
        }
        List<String> steps = new ArrayList<>();
        for (String step : name.split("\\.", -1)) {
            if (!step.isBlank()) {
                steps.add(step);
            }
        }
        return steps.isEmpty() ? List.of(name) : steps;
    }
}
