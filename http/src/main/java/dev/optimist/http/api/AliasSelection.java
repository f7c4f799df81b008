package dev.optimist.http.api;

import dev.optimist.core.service.Wildcards;
import java.util.List;
import java.util.Set;

/**
 * Which aliases a request asks for: names and patterns, and with a hyphen before them those that it does not want. The
 * last that matches an alias decides.
 */
record AliasSelection(List<String> expressions) {
    private static final String EXCLUDED = "-";
    private static final String ALL = "_all";

    static AliasSelection of(String names) {
        return new AliasSelection(List.of(names.split(",")));
    }

    boolean wants(String alias) {
        boolean wanted = false;
        for (String expression : expressions) {
            if (matches(positive(expression), alias)) {
                wanted = !isExclusion(expression);
            }
        }
        return wanted;
    }

    /**
     * Returns the names that are asked for and have not been found. What has a hyphen is a name too as long as no pattern
     * has come before it.
     */
    List<String> missing(Set<String> found) {
        int firstPattern = firstPattern();
        return expressions.stream()
                .filter(expression -> !isPattern(expression) && !found.contains(expression))
                .filter(name -> !isExclusion(name) || expressions.indexOf(name) < firstPattern)
                .filter(name -> !excludedAfter(Math.max(expressions.indexOf(name) + 1, firstPattern), name))
                .sorted()
                .toList();
    }

    private int firstPattern() {
        for (int i = 0; i < expressions.size(); i++) {
            if (isPattern(expressions.get(i))) {
                return i;
            }
        }
        return expressions.size();
    }

    private boolean excludedAfter(int from, String name) {
        return expressions.stream()
                .skip(from)
                .anyMatch(expression -> isExclusion(expression) && matches(positive(expression), name));
    }

    private static boolean isExclusion(String expression) {
        return expression.startsWith(EXCLUDED);
    }

    private static String positive(String expression) {
        return isExclusion(expression) ? expression.substring(EXCLUDED.length()) : expression;
    }

    private static boolean isPattern(String expression) {
        return expression.contains("*") || expression.equals(ALL);
    }

    private static boolean matches(String expression, String alias) {
        return expression.equals(ALL) || Wildcards.of(expression).test(alias);
    }
}
