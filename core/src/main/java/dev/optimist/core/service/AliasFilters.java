package dev.optimist.core.service;

import dev.optimist.core.index.IndexMetadata;
import dev.optimist.core.search.Query;
import dev.optimist.core.search.QueryReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The filters of aliases: who names an index only by filtered aliases sees only what one of them lets through. */
final class AliasFilters {
    private AliasFilters() {}

    /** Returns the filter of an index that the expression has led to; one that matches all where there is none. */
    static Query of(String expression, IndexMetadata index) {
        List<String> parts = included(expression);
        if (names(parts, index.name())) {
            return Query.All.ALL;
        }
        List<Query> filters = new ArrayList<>();
        for (Map.Entry<String, Map<String, Object>> alias : index.aliases().entrySet()) {
            if (names(parts, alias.getKey())) {
                Object filter = alias.getValue().get("filter");
                if (filter == null) {
                    return Query.All.ALL;
                }
                filters.add(QueryReader.read(filter));
            }
        }
        return new Query.Bool(List.of(), filters, List.of(), /* minimumShould= */ 1);
    }

    private static List<String> included(String expression) {
        return List.of(expression.split(",")).stream()
                .filter(part -> !part.startsWith("-"))
                .toList();
    }

    private static boolean names(List<String> parts, String name) {
        return parts.stream().anyMatch(part -> part.isEmpty() || part.equals("_all") || matches(part, name));
    }

    /** Compares without regular expressions: a name is short, and so is the walk. */
    private static boolean matches(String wildcard, String name) {
        int star = wildcard.indexOf('*');
        if (star < 0) {
            return wildcard.equals(name);
        }
        if (!name.startsWith(wildcard.substring(0, star))) {
            return false;
        }
        String rest = wildcard.substring(star + 1);
        for (int from = star; from <= name.length(); from++) {
            if (matches(rest, name.substring(from))) {
                return true;
            }
        }
        return false;
    }
}
