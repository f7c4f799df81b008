package dev.optimist.core.search;

import dev.optimist.core.error.RequestException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads sort orders in Elasticsearch's forms; throws RequestExceptions where there is none. */
public final class SortReader {
    private static final Set<String> OPTIONS = Set.of("order", "missing", "mode", "unmapped_type");

    private SortReader() {}

    /** Reads the value of {@code sort}: a field, an object, or a list of them. */
    public static Sort read(Object sort) {
        List<?> criteria = sort instanceof List<?> list ? list : List.of(sort);
        return new Sort(
                criteria.stream().flatMap(each -> criterion(each).stream()).toList());
    }

    /** Reads the parameter {@code sort}: fields with {@code :asc} or {@code :desc} behind, between commas. */
    public static Sort readParameter(String text) {
        return new Sort(
                List.of(text.split(",")).stream().map(SortReader::parameter).toList());
    }

    private static SortField parameter(String text) {
        int colon = text.lastIndexOf(':');
        return colon < 0 ? field(text, null) : field(text.substring(0, colon), text.substring(colon + 1));
    }

    private static List<SortField> criterion(@Nullable Object criterion) {
        if (criterion instanceof String name) {
            return List.of(field(name, null));
        }
        if (criterion instanceof Map<?, ?> object) {
            return object.entrySet().stream()
                    .map(entry -> field(entry.getKey().toString(), entry.getValue()))
                    .toList();
        }
        throw RequestException.illegalArgument(
                "malformed sort format, within the sort array, an object, or an actual" + " string are allowed");
    }

    private static SortField field(String name, @Nullable Object order) {
        if (order instanceof Map<?, ?> options) {
            return withOptions(name, options);
        }
        boolean descending = descending(name, order);
        return new SortField(name, descending, /* greatest= */ descending, null, /* missingFirst= */ false);
    }

    private static SortField withOptions(String name, Map<?, ?> options) {
        for (Object key : options.keySet()) {
            if (!OPTIONS.contains(key.toString())) {
                throw RequestException.illegalArgument(
                        "sort by [" + name + "]: [" + key + "] is not supported; supported are [missing, mode, order]");
            }
        }
        boolean descending = descending(name, options.get("order"));
        boolean greatest = greatest(name, options.get("mode"), descending);
        Object missing = options.get("missing");
        boolean atAnEnd = missing == null || missing.equals("_last") || missing.equals("_first");
        return new SortField(name, descending, greatest, atAnEnd ? null : missing, "_first".equals(missing));
    }

    private static boolean descending(String name, @Nullable Object order) {
        if (order == null) {
            return name.equals(SortField.SCORE);
        }
        return switch (order.toString().toLowerCase(java.util.Locale.ROOT)) {
            case "asc" -> false;
            case "desc" -> true;
            default -> throw RequestException.illegalArgument("Unknown SortOrder [" + order + "]");
        };
    }

    private static boolean greatest(String name, @Nullable Object mode, boolean descending) {
        if (mode == null) {
            return descending;
        }
        return switch (mode.toString()) {
            case "min" -> false;
            case "max" -> true;
            default ->
                throw RequestException.illegalArgument(
                        "sort by [" + name + "]: mode [" + mode + "] is not supported; supported are [max, min]");
        };
    }
}
