package dev.optimist.http.api;

import dev.optimist.core.error.ErrorKind;
import dev.optimist.core.error.RequestException;
import dev.optimist.core.index.MappingMerge;
import dev.optimist.http.json.ApiVersion;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Mappings as requests bear them: checked for types that there are, and freed of the mapping type around them. */
final class MappingBody {
    private static final Set<String> ROOT = Set.of(
            "properties",
            "dynamic",
            "dynamic_templates",
            "dynamic_date_formats",
            "date_detection",
            "numeric_detection",
            "enabled",
            "subobjects",
            "runtime",
            "_meta",
            "_source",
            "_routing",
            "_size",
            "_field_names",
            "_data_stream_timestamp",
            "_doc_count",
            "_tier",
            "_id",
            "_index");

    private static final Set<String> TYPES = Set.of(
            "aggregate_metric_double",
            "alias",
            "annotated_text",
            "binary",
            "boolean",
            "byte",
            "completion",
            "constant_keyword",
            "counted_keyword",
            "date",
            "date_nanos",
            "date_range",
            "dense_vector",
            "double",
            "double_range",
            "flattened",
            "float",
            "float_range",
            "geo_point",
            "geo_shape",
            "half_float",
            "histogram",
            "icu_collation_keyword",
            "integer",
            "integer_range",
            "ip",
            "ip_range",
            "join",
            "keyword",
            "long",
            "long_range",
            "match_only_text",
            "murmur3",
            "nested",
            "object",
            "passthrough",
            "percolator",
            "point",
            "rank_feature",
            "rank_features",
            "rank_vectors",
            "scaled_float",
            "search_as_you_type",
            "semantic_text",
            "shape",
            "short",
            "sparse_vector",
            "text",
            "token_count",
            "unsigned_long",
            "version",
            "wildcard");

    private MappingBody() {}

    /** Reads what a request adds to mappings; throws as {@link #read} does, and says so where a type stands around it. */
    static Map<String, Object> changes(Map<String, @Nullable Object> body, ApiVersion version, boolean typed) {
        if (!typed && body.size() == 1 && body.containsKey(MappingTypes.DOC)) {
            throw RequestException.illegalArgument("Types cannot be provided in put mapping requests"
                    + (version.legacy() ? ", unless the include_type_name parameter is set to true." : ""));
        }
        return read(body, version, typed);
    }

    /**
     * Reads a mapping.
     *
     * @param typed whether the mapping stands under the name of its type
     */
    static Map<String, Object> read(Map<String, @Nullable Object> body, ApiVersion version, boolean typed) {
        Map<String, Object> mapping = object(withoutNulls(body));
        Optional<String> type = type(mapping, typed);
        if (type.isPresent()) {
            Object inner = mapping.get(type.get());
            mapping = inner instanceof Map<?, ?> ? object(inner) : Map.of();
        } else if (mapping.size() == 1 && mapping.containsKey(MappingTypes.DOC)) {
            throw nested(version);
        }
        try {
            mapping.forEach(MappingBody::requireRoot);
            requireTypes(mapping, version);
        } catch (RequestException invalid) {
            String prefix = "Failed to parse mapping" + (version.legacy() ? " [_doc]" : "") + ": ";
            throw RequestException.of(ErrorKind.MAPPER_PARSING, prefix + invalid.reason())
                    .causedBy(invalid);
        }
        return MappingMerge.overlay(Map.of(), mapping);
    }

    /** Returns the name of the type that a mapping stands under, if it may stand under one. */
    static Optional<String> type(Map<String, ?> mapping, boolean typed) {
        return mapping.keySet().stream()
                .filter(key -> typed && mapping.size() == 1 && !ROOT.contains(key))
                .findFirst();
    }

    private static RequestException nested(ApiVersion version) {
        String type = version.legacy() ? " [_doc] unless include_type_name is set to true." : "";
        return RequestException.illegalArgument("The mapping definition cannot be nested under a type" + type);
    }

    private static void requireRoot(String key, Object value) {
        if (!ROOT.contains(key)) {
            throw RequestException.of(
                    ErrorKind.MAPPER_PARSING,
                    "Root mapping definition has unsupported parameters:  [" + key + " : " + value + "]");
        }
    }

    private static void requireTypes(Map<String, Object> node, ApiVersion version) {
        if (!(node.get("properties") instanceof Map<?, ?> fields)) {
            return;
        }
        fields.forEach((name, value) -> {
            requireName(String.valueOf(name), version);
            if (!(value instanceof Map<?, ?> field)) {
                throw RequestException.of(
                        ErrorKind.MAPPER_PARSING,
                        "Expected map for property [fields] on field [" + name + "] but got a class java.lang."
                                + (value == null ? "Object" : value.getClass().getSimpleName()));
            }
            requireType(String.valueOf(name), object(field), version);
            requireTypes(object(field), version);
        });
    }

    private static void requireName(String name, ApiVersion version) {
        if (name.isEmpty()) {
            throw RequestException.illegalArgument(
                    version.legacy() ? "name cannot be empty string" : "field name cannot be an empty string");
        }
    }

    private static void requireType(String name, Map<String, Object> field, ApiVersion version) {
        if (field.get("type") instanceof String type && !TYPES.contains(type)) {
            throw RequestException.of(
                    ErrorKind.MAPPER_PARSING,
                    version.legacy()
                            ? "No handler for type [" + type + "] declared on field [" + name + "]"
                            : "The mapper type [" + type + "] declared on field [" + name
                                    + "] does not exist. It might have been created within a future version or requires"
                                    + " a plugin to be installed. Check the documentation.");
        }
        if (!field.containsKey("type") && !field.containsKey("properties") && !isObject(field)) {
            throw RequestException.of(ErrorKind.MAPPER_PARSING, "No type specified for field [" + name + "]");
        }
    }

    private static boolean isObject(Map<String, Object> field) {
        return field.isEmpty() || field.containsKey("dynamic") || field.containsKey("enabled");
    }

    private static Map<String, Object> withoutNulls(Map<String, @Nullable Object> body) {
        Map<String, Object> mapping = new LinkedHashMap<>();
        body.forEach((name, value) -> {
            if (value != null) {
                mapping.put(name, value);
            }
        });
        return mapping;
    }

    @SuppressWarnings("unchecked") // a JSON object's names are strings
    private static Map<String, Object> object(Object value) {
        return (Map<String, Object>) value;
    }
}
