package dev.optimist.core.index;

import dev.optimist.core.error.RequestException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Adds to a mapping what a request names; a field keeps its type for ever. */
public final class MappingMerge {
    private MappingMerge() {}

    /**
     * Returns the mapping with the changes in it. Errors: illegal_argument_exception where a field would change its
     * type.
     */
    public static Map<String, Object> merge(Map<String, Object> mapping, Map<String, Object> changes) {
        Map<String, Object> merged = MappingFields.copy(mapping);
        boolean subobjects = MappingFields.hasSubobjects(mapping) && MappingFields.hasSubobjects(changes);
        mergeInto(merged, subobjects ? expand(changes) : MappingFields.copy(changes), "");
        return merged;
    }

    /** Returns the mapping with objects in place of names with dots. */
    public static Map<String, Object> expand(Map<String, Object> mapping) {
        Map<String, Object> expanded = MappingFields.copy(mapping);
        if (MappingFields.hasSubobjects(mapping) && !MappingFields.of(mapping).isEmpty()) {
            expanded.put(MappingFields.PROPERTIES, new TreeMap<>());
            MappingFields.of(mapping).forEach((name, field) -> mergeInto(expanded, under(name, field), ""));
        }
        return expanded;
    }

    /** Returns a mapping with this one field. */
    private static Map<String, Object> under(String name, Object field) {
        Object inner = field instanceof Map<?, ?> node ? expand(MappingFields.object(node)) : field;
        List<String> steps = MappingFields.steps(name);
        for (int i = steps.size() - 1; i >= 0; i--) {
            Map<String, Object> fields = new TreeMap<>();
            fields.put(steps.get(i), inner);
            Map<String, Object> around = new LinkedHashMap<>();
            around.put(MappingFields.PROPERTIES, fields);
            inner = around;
        }
        return MappingFields.object(inner);
    }

    /** Lays one mapping over another: a field of the later one replaces that of the earlier one, whatever its type. */
    public static Map<String, Object> overlay(Map<String, Object> earlier, Map<String, Object> later) {
        Map<String, Object> result = MappingFields.copy(earlier);
        MappingFields.copy(later).forEach((key, value) -> {
            if (key.equals(MappingFields.PROPERTIES)
                    && result.get(key) instanceof Map<?, ?> there
                    && value instanceof Map<?, ?> more) {
                overlayFields(MappingFields.object(there), MappingFields.object(more));
            } else {
                result.put(key, value);
            }
        });
        return result;
    }

    private static void overlayFields(Map<String, Object> there, Map<String, Object> more) {
        more.forEach((name, field) -> {
            boolean objects = field instanceof Map<?, ?> inner
                    && there.get(name) instanceof Map<?, ?> outer
                    && !MappingFields.of(MappingFields.object(inner)).isEmpty()
                    && !MappingFields.of(MappingFields.object(outer)).isEmpty();
            there.put(
                    name,
                    objects
                            ? overlay(
                                    MappingFields.object(there.getOrDefault(name, Map.of())),
                                    MappingFields.object(field))
                            : field);
        });
    }

    /** Returns the mapping with those fields that it lacks. */
    static Map<String, Object> complete(Map<String, Object> mapping, Map<String, Object> found) {
        Map<String, Object> completed = MappingFields.copy(mapping);
        addMissing(completed, found);
        return completed;
    }

    private static void addMissing(Map<String, Object> node, Map<String, Object> found) {
        MappingFields.of(found).forEach((name, field) -> {
            Object there = MappingFields.open(node).putIfAbsent(name, field);
            if (there instanceof Map<?, ?> known && MappingFields.holdsFields(MappingFields.object(known))) {
                addMissing(MappingFields.object(known), MappingFields.object(field));
            }
        });
        dropImpliedType(node);
    }

    private static void mergeInto(Map<String, Object> node, Map<String, Object> changes, String prefix) {
        changes.forEach((key, value) -> {
            boolean fields = key.equals(MappingFields.PROPERTIES) || key.equals(MappingFields.FIELDS);
            if (fields && node.get(key) instanceof Map<?, ?> there && value instanceof Map<?, ?> more) {
                mergeFields(MappingFields.object(there), MappingFields.object(more), prefix);
            } else {
                node.put(key, value);
            }
        });
        dropImpliedType(node);
    }

    private static void mergeFields(Map<String, Object> there, Map<String, Object> more, String prefix) {
        more.forEach((name, value) -> {
            if (there.get(name) instanceof Map<?, ?> field && value instanceof Map<?, ?> changes) {
                String path = prefix + name;
                requireSameType(path, MappingFields.object(field), MappingFields.object(changes));
                mergeInto(MappingFields.object(field), MappingFields.object(changes), path + ".");
            } else {
                there.put(name, value);
            }
        });
    }

    private static void requireSameType(String path, Map<String, Object> field, Map<String, Object> changes) {
        String before = MappingFields.type(field);
        String after = MappingFields.type(changes);
        if (before.equals(after)) {
            return;
        }
        if (before.equals(MappingFields.OBJECT) || after.equals(MappingFields.OBJECT)) {
            throw RequestException.illegalArgument(
                    "can't merge a non object mapping [" + path + "] with an object mapping");
        }
        throw RequestException.illegalArgument(
                "mapper [" + path + "] cannot be changed from type [" + before + "] to [" + after + "]");
    }

    /** An object with fields is shown without its type. */
    static void dropImpliedType(Map<String, Object> node) {
        if (!MappingFields.of(node).isEmpty()) {
            node.remove(MappingFields.TYPE, MappingFields.OBJECT);
        }
    }
}
