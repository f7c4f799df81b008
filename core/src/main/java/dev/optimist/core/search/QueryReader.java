package dev.optimist.core.search;

import static dev.optimist.core.search.Clause.malformed;

import dev.optimist.core.error.RequestException;
import dev.optimist.core.search.Bound.End;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads queries in Elasticsearch's JSON form; throws RequestExceptions where there is none, or one that is not supported. */
public final class QueryReader {
    /** The queries that are read. */
    static final Set<String> SUPPORTED =
            new TreeSet<>(Set.of("bool", "exists", "ids", "match_all", "match_none", "range", "term", "terms"));

    /** Elasticsearch's {@code index.max_terms_count}. */
    private static final int TERMS_MAX = 65_536;

    /** Elasticsearch's {@code indices.query.bool.max_nested_depth}. */
    private static final int DEPTH_MAX = 30;

    private static final Set<String> BOOL_KEYS =
            Set.of("must", "filter", "should", "must_not", "minimum_should_match", "adjust_pure_negative");

    private static final Set<String> RANGE_KEYS =
            Set.of("gt", "gte", "lt", "lte", "from", "to", "include_lower", "include_upper");

    private static final Pattern DATE_MATH = Pattern.compile(
            "now([+-]\\d*[yMwdhHms]|/[yMwdhHms])*|\\d{4}(-\\d\\d){0,2}[^|]*\\|\\|([+-]\\d*[yMwdhHms]|/[yMwdhHms])*");

    private QueryReader() {}

    /** Reads the value of {@code query}: an object with the name of one query. */
    public static Query read(@Nullable Object query) {
        return read(query, 0);
    }

    private static Query read(@Nullable Object query, int depth) {
        if (depth > DEPTH_MAX) {
            throw RequestException.illegalArgument(
                    "The nested depth of the query exceeds the maximum nested depth for bool queries set in"
                            + " [indices.query.bool.max_nested_depth]");
        }
        if (!(query instanceof Map<?, ?> object)) {
            throw malformed("[_na] query malformed, must start with start_object");
        }
        if (object.isEmpty()) {
            throw RequestException.illegalArgument("query malformed, empty clause found");
        }
        Map.Entry<?, ?> only = object.entrySet().iterator().next();
        String name = only.getKey().toString();
        if (object.size() > 1) {
            throw malformed("[" + name + "] malformed query, expected [END_OBJECT] but found [FIELD_NAME]");
        }
        return read(name, only.getValue(), depth);
    }

    private static Query read(String name, @Nullable Object body, int depth) {
        return switch (name) {
            case "match_all" -> none(name, body, Query.All.ALL);
            case "match_none" -> none(name, body, Query.None.NONE);
            case "ids" -> ids(Clause.of(name, body));
            case "term" -> term(Clause.of(name, body));
            case "terms" -> terms(Clause.of(name, body));
            case "range" -> range(Clause.of(name, body));
            case "exists" -> exists(Clause.of(name, body));
            case "bool" -> bool(Clause.of(name, body), depth);
            default -> throw unsupported(name);
        };
    }

    private static RequestException unsupported(String name) {
        return UnsupportedQueries.NAMES.contains(name)
                ? RequestException.illegalArgument("query [" + name
                        + "] is not supported: Optimist reads documents one by one and has no search engine. Supported are "
                        + SUPPORTED)
                : malformed("unknown query [" + name + "]");
    }

    private static Query none(String name, @Nullable Object body, Query query) {
        Clause.of(name, body).requireKeys(Set.of());
        return query;
    }

    private static Query ids(Clause clause) {
        clause.requireKeys(Set.of("values", "type"));
        if (clause.get("values") == null) {
            throw malformed("[ids] requires providing a [values] field");
        }
        Set<String> ids = new HashSet<>();
        scalars(clause, clause.get("values")).forEach(id -> ids.add(id.toString()));
        return new Query.Ids(ids);
    }

    private static Query term(Clause clause) {
        Map.Entry<String, @Nullable Object> field = clause.field();
        Object value = field.getValue();
        if (value instanceof List<?>) {
            throw malformed("[term] query does not support array of values");
        }
        if (value instanceof Map<?, ?> options) {
            Clause inner = new Clause("term", options).requireKeys(Set.of("value", "case_insensitive"));
            return terms(
                    field.getKey(),
                    scalars(clause, inner.get("value")),
                    inner.flag("case_insensitive", /* absent= */ false));
        }
        return terms(field.getKey(), scalars(clause, value), /* foldsCase= */ false);
    }

    private static Query terms(Clause clause) {
        Map.Entry<String, @Nullable Object> field = clause.field();
        if (field.getValue() instanceof Map<?, ?>) {
            throw RequestException.illegalArgument("[terms] query: a lookup of terms is not supported");
        }
        if (!(field.getValue() instanceof List<?> values)) {
            throw malformed("[terms] query does not support [" + field.getKey() + "]");
        }
        if (values.size() > TERMS_MAX) {
            throw RequestException.illegalArgument("The number of terms [" + values.size()
                    + "] used in the Terms Query request has exceeded the allowed maximum of [" + TERMS_MAX
                    + "]. This maximum can be set by changing the [index.max_terms_count] index level setting.");
        }
        return terms(field.getKey(), scalars(clause, values), /* foldsCase= */ false);
    }

    private static Query terms(String field, List<Object> values, boolean foldsCase) {
        return new Query.Terms(field, TermSet.of(values, foldsCase));
    }

    private static Query range(Clause clause) {
        Map.Entry<String, @Nullable Object> field = clause.field();
        Clause ends = Clause.of("range", field.getValue()).requireKeys(RANGE_KEYS);
        List<Bound> bounds = new ArrayList<>();
        for (End end : End.values()) {
            addBound(end, ends.get(end.name().toLowerCase(Locale.ROOT)), bounds);
        }
        addBound(ends.flag("include_lower", /* absent= */ true) ? End.GTE : End.GT, ends.get("from"), bounds);
        addBound(ends.flag("include_upper", /* absent= */ true) ? End.LTE : End.LT, ends.get("to"), bounds);
        return bounds.isEmpty() ? new Query.Exists(field.getKey()) : new Query.Range(field.getKey(), bounds);
    }

    private static void addBound(End end, @Nullable Object value, List<Bound> bounds) {
        if (value instanceof Map<?, ?> || value instanceof List<?>) {
            throw malformed("[range] query: expected a value, not an object or array");
        }
        if (value != null) {
            bounds.add(Bound.of(end, withoutDateMath(value)));
        }
    }

    private static Object withoutDateMath(Object value) {
        if (value instanceof String text && DATE_MATH.matcher(text).matches()) {
            throw RequestException.illegalArgument(
                    "[range] query: date math [" + text + "] is not supported; give an ISO 8601 date");
        }
        return value;
    }

    private static Query exists(Clause clause) {
        clause.requireKeys(Set.of("field"));
        if (clause.get("field") instanceof String field && !field.isEmpty()) {
            return new Query.Exists(field);
        }
        throw malformed("[exists] must be provided with a [field]");
    }

    private static Query bool(Clause clause, int depth) {
        clause.requireKeys(BOOL_KEYS);
        if (!clause.flag("adjust_pure_negative", /* absent= */ true)) {
            throw RequestException.illegalArgument("[bool] query: [adjust_pure_negative] must be [true]");
        }
        List<Query> must = new ArrayList<>(queries(clause.get("must"), depth));
        must.addAll(queries(clause.get("filter"), depth));
        List<Query> should = queries(clause.get("should"), depth);
        List<Query> mustNot = queries(clause.get("must_not"), depth);
        int minimum = MinimumShouldMatch.of(clause.get("minimum_should_match"), should.size(), must.isEmpty());
        return new Query.Bool(must, should, mustNot, minimum);
    }

    private static List<Query> queries(@Nullable Object clauses, int depth) {
        if (clauses == null) {
            return List.of();
        }
        return clauses instanceof List<?> list
                ? list.stream().map(clause -> read(clause, depth + 1)).toList()
                : List.of(read(clauses, depth + 1));
    }

    private static List<Object> scalars(Clause clause, @Nullable Object value) {
        List<Object> scalars = new ArrayList<>();
        for (Object each : value instanceof List<?> list ? list : Collections.singletonList(value)) {
            if (each == null) {
                throw RequestException.illegalArgument("value cannot be null");
            }
            if (each instanceof Map<?, ?> || each instanceof List<?>) {
                throw malformed("[" + clause.name() + "] query: expected a value, not an object or array");
            }
            scalars.add(each);
        }
        return scalars;
    }
}
