package dev.optimist.http.api;

import dev.optimist.core.error.ErrorKind;
import dev.optimist.core.error.RequestException;
import dev.optimist.core.search.Query;
import dev.optimist.core.search.QueryReader;
import dev.optimist.core.search.Sort;
import dev.optimist.core.search.SortReader;
import dev.optimist.http.json.SourceFilter;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The body of a search as it is read; what it does not say is null. */
record SearchBody(Map<String, @Nullable Object> content) {
    private static final Set<String> SUPPORTED = new TreeSet<>(Set.of(
            "_source",
            "from",
            "query",
            "search_after",
            "seq_no_primary_term",
            "size",
            "sort",
            "timeout",
            "track_scores",
            "track_total_hits",
            "version"));

    /** What Elasticsearch has beside these. */
    private static final Set<String> UNSUPPORTED = Set.of(
            "aggregations",
            "aggs",
            "collapse",
            "docvalue_fields",
            "explain",
            "ext",
            "fields",
            "highlight",
            "indices_boost",
            "knn",
            "min_score",
            "pit",
            "point_in_time",
            "post_filter",
            "profile",
            "query_vector_builder",
            "rank",
            "rescore",
            "retriever",
            "runtime_mappings",
            "script_fields",
            "slice",
            "stats",
            "stored_fields",
            "sub_searches",
            "suggest",
            "terminate_after");

    static SearchBody of(Map<String, @Nullable Object> content) {
        for (Map.Entry<String, @Nullable Object> entry : content.entrySet()) {
            String name = entry.getKey();
            if (UNSUPPORTED.contains(name) && !Boolean.FALSE.equals(entry.getValue())) {
                throw unsupported(name);
            }
            if (!SUPPORTED.contains(name) && !UNSUPPORTED.contains(name)) {
                throw RequestException.of(
                        ErrorKind.PARSING, "Unknown key for a " + token(entry.getValue()) + " in [" + name + "].");
            }
        }
        return new SearchBody(content);
    }

    /** Returns the failure of a search that wants what only a search engine has. */
    static RequestException unsupported(String name) {
        return RequestException.illegalArgument("[" + name
                + "] is not supported: Optimist reads documents one by one and has no search engine. Supported are "
                + SUPPORTED);
    }

    private static String token(@Nullable Object value) {
        if (value instanceof Map) {
            return "START_OBJECT";
        }
        if (value instanceof List) {
            return "START_ARRAY";
        }
        if (value instanceof Boolean) {
            return "VALUE_BOOLEAN";
        }
        return value == null ? "VALUE_NULL" : value instanceof Number ? "VALUE_NUMBER" : "VALUE_STRING";
    }

    Query query() {
        Object query = content.get("query");
        return query == null ? Query.All.ALL : QueryReader.read(query);
    }

    @Nullable
    Sort sort() {
        Object sort = content.get("sort");
        return sort == null ? null : SortReader.read(sort);
    }

    @SuppressWarnings("unchecked") // an array of JSON values
    @Nullable
    List<@Nullable Object> searchAfter() {
        Object values = content.get("search_after");
        if (values == null) {
            return null;
        }
        if (values instanceof List<?> list && !list.isEmpty()) {
            return (List<@Nullable Object>) list;
        }
        throw RequestException.illegalArgument("Values must contains at least one value.");
    }

    @Nullable
    Integer integer(String name) {
        Object value = content.get(name);
        if (value == null) {
            return null;
        }
        try {
            return value instanceof Number number
                    ? Integer.valueOf(Math.toIntExact(number.longValue()))
                    : Integer.valueOf(value.toString());
        } catch (ArithmeticException | NumberFormatException e) {
            throw RequestException.illegalArgument("Failed to parse value [" + value + "] of [" + name + "]");
        }
    }

    @Nullable
    Boolean flag(String name) {
        Object value = content.get(name);
        return switch (String.valueOf(value)) {
            case "null" -> null;
            case "true" -> true;
            case "false" -> false;
            default ->
                throw RequestException.illegalArgument(
                        "Failed to parse value [" + value + "] as only [true] or [false] are allowed.");
        };
    }

    /** Returns which part of the sources is wanted. */
    @Nullable
    SourceFilter source() {
        Object source = content.get("_source");
        if (source == null) {
            return null;
        }
        if (source instanceof Boolean fetch) {
            return fetch ? SourceFilter.ALL : SourceFilter.NONE;
        }
        if (source instanceof Map<?, ?> filter) {
            return new SourceFilter(
                    true, patterns(filter, "includes", "include"), patterns(filter, "excludes", "exclude"));
        }
        return new SourceFilter(true, patterns(source), List.of());
    }

    private static List<String> patterns(Map<?, ?> filter, String name, String shortName) {
        for (Object key : filter.keySet()) {
            if (!Set.of("includes", "include", "excludes", "exclude").contains(key.toString())) {
                throw RequestException.of(
                        ErrorKind.PARSING, "Unknown key for a " + token(filter.get(key)) + " in [" + key + "].");
            }
        }
        Object patterns = filter.containsKey(name) ? filter.get(name) : filter.get(shortName);
        return patterns == null ? List.of() : patterns(patterns);
    }

    private static List<String> patterns(Object patterns) {
        return patterns instanceof List<?> list
                ? list.stream().map(String::valueOf).toList()
                : List.of(patterns.toString());
    }
}
