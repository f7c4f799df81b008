package dev.optimist.core.index;

import dev.optimist.core.document.Source;
import dev.optimist.core.source.JsonMaps;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A mapping that grows by the documents it is shown, as Elasticsearch's dynamic mapping does: the first value of a field
 * decides its type. Not thread-safe.
 */
final class DynamicMapping {
    private static final Map<String, Object> DATE = Map.of(MappingFields.TYPE, "date");
    private static final Pattern ISO_DATE = Pattern.compile(
            "\\d{4}-(0[1-9]|1[0-2])(-(0[1-9]|[12]\\d|3[01])(T(([01]\\d|2[0-3])(:[0-5]\\d(:[0-5]\\d([.,]\\d{1,9})?)?)?"
                    + "(Z|[+-]\\d{2}(:?\\d{2})?)?)?)?)?");
    private static final Pattern SLASHED_DATE =
            Pattern.compile("\\d{4}/(0[1-9]|1[0-2])/(0[1-9]|[12]\\d|3[01])( ([01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d)?");

    private final Map<String, Object> mapping;
    private boolean changed;

    DynamicMapping(Map<String, Object> mapping) {
        this.mapping = MappingFields.copy(mapping);
    }

    /** Returns what has been learnt; valid until the next document. */
    Map<String, Object> mapping() {
        return mapping;
    }

    boolean changed() {
        return changed;
    }

    /** Returns whether documents can add fields at all. */
    static boolean grows(Map<String, Object> mapping) {
        return isDynamic(mapping) && !isFalse(mapping.get("enabled"));
    }

    /** Adds the fields of a document that are not mapped yet. */
    void learn(Source source) {
        learn(mapping, JsonMaps.read(source));
    }

    private void learn(Map<String, Object> node, Map<String, Object> values) {
        if (grows(node)) {
            values.forEach((name, value) -> learn(node, MappingFields.steps(name), value));
        }
    }

    private void learn(Map<String, Object> node, List<String> steps, @Nullable Object value) {
        if (steps.size() > 1) {
            Map<String, Object> inner = object(node, steps.get(0));
            if (inner != null && grows(inner)) {
                learn(inner, steps.subList(1, steps.size()), value);
                MappingMerge.dropImpliedType(inner);
            }
        } else if (value instanceof List<?> elements) {
            elements.forEach(element -> learn(node, steps, element));
        } else if (value instanceof Map<?, ?> inner) {
            learnObject(node, steps.get(0), MappingFields.object(inner));
        } else if (value != null && !MappingFields.of(node).containsKey(steps.get(0))) {
            add(node, steps.get(0), field(value));
        }
    }

    private void learnObject(Map<String, Object> node, String name, Map<String, Object> values) {
        Map<String, Object> inner = object(node, name);
        if (inner != null) {
            learn(inner, values);
            MappingMerge.dropImpliedType(inner);
        }
    }

    /** Returns the object field of this name, added where there is none; null where the name is another field's. */
    private @Nullable Map<String, Object> object(Map<String, Object> node, String name) {
        Object there = MappingFields.of(node).get(name);
        if (there == null) {
            Map<String, Object> made = new LinkedHashMap<>(Map.of(MappingFields.TYPE, MappingFields.OBJECT));
            add(node, name, made);
            return made;
        }
        Map<String, Object> field = MappingFields.object(there);
        return MappingFields.holdsFields(field) ? field : null;
    }

    private void add(Map<String, Object> node, String name, Map<String, Object> field) {
        MappingFields.open(node).put(name, field);
        changed = true;
    }

    private Map<String, Object> field(Object value) {
        if (value instanceof Boolean) {
            return Map.of(MappingFields.TYPE, "boolean");
        }
        if (value instanceof Double) {
            return Map.of(MappingFields.TYPE, "float");
        }
        return value instanceof Number ? Map.of(MappingFields.TYPE, "long") : text(value.toString());
    }

    private Map<String, Object> text(String text) {
        if (!isFalse(mapping.get("date_detection"))) {
            if (ISO_DATE.matcher(text).matches()) {
                return DATE;
            }
            if (SLASHED_DATE.matcher(text).matches()) {
                return Map.of(MappingFields.TYPE, "date", "format", "yyyy/MM/dd HH:mm:ss||yyyy/MM/dd||epoch_millis");
            }
        }
        Map<String, Object> keyword = new LinkedHashMap<>();
        keyword.put(MappingFields.TYPE, "keyword");
        keyword.put("ignore_above", 256);
        Map<String, Object> field = new LinkedHashMap<>();
        field.put(MappingFields.TYPE, "text");
        field.put(MappingFields.FIELDS, Map.of("keyword", keyword));
        return field;
    }

    private static boolean isDynamic(Map<String, Object> node) {
        Object dynamic = node.get("dynamic");
        return dynamic == null || dynamic.toString().equals("true");
    }

    private static boolean isFalse(@Nullable Object value) {
        return value != null && value.toString().equals("false");
    }
}
