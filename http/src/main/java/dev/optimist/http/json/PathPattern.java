package dev.optimist.http.json;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One segment of dotted path patterns, and what may follow it: a tree that many patterns share.
 *
 * <p>{@code *} stands for any characters of one segment, {@code **} for any number of segments, {@code \.} for a dot
 * within a name.
 */
final class PathPattern {
    private final String segment;
    private final Map<String, PathPattern> literals = new HashMap<>();
    private final List<PathPattern> wildcards = new ArrayList<>();
    private boolean complete;

    private PathPattern(String segment) {
        this.segment = segment;
    }

    /** Makes the root of a tree of patterns. */
    static PathPattern of(List<String> patterns) {
        PathPattern root = new PathPattern("");
        for (String pattern : patterns) {
            String trimmed = pattern.trim();
            if (!trimmed.isEmpty()) {
                root.add(trimmed);
            }
        }
        return root;
    }

    private void add(String pattern) {
        int dot = firstDot(pattern);
        String head = (dot > 0 ? pattern.substring(0, dot) : pattern).replace("\\.", ".");
        PathPattern child = child(head);
        if (dot <= 0) {
            child.complete = true;
        } else if (!child.complete) {
            child.add(pattern.substring(dot + 1));
        }
    }

    private static int firstDot(String pattern) {
        for (int i = 0; i < pattern.length(); i++) {
            if (pattern.charAt(i) == '.') {
                return i;
            } else if (pattern.startsWith("\\.", i)) {
                i++;
            }
        }
        return -1;
    }

    private PathPattern child(String name) {
        if (name.indexOf('*') < 0) {
            return literals.computeIfAbsent(name, PathPattern::new);
        }
        for (PathPattern wildcard : wildcards) {
            if (wildcard.segment.equals(name)) {
                return wildcard;
            }
        }
        PathPattern wildcard = new PathPattern(name);
        wildcards.add(wildcard);
        return wildcard;
    }

    /**
     * Returns whether a name completes a pattern.
     *
     * @param next gets the patterns that go on below the name
     */
    boolean matches(String name, List<PathPattern> next) {
        PathPattern literal = literals.get(name);
        if (literal != null) {
            if (literal.complete) {
                return true;
            }
            next.add(literal);
        }
        for (PathPattern wildcard : wildcards) {
            if (globMatches(wildcard.segment, name)) {
                if (wildcard.complete) {
                    return true;
                }
                next.add(wildcard);
            }
        }
        if (segment.equals("**")) {
            next.add(this);
        }
        return false;
    }

    /** Returns whether a text matches a pattern whose stars stand for any characters. */
    static boolean globMatches(String pattern, String text) {
        int p = 0;
        int t = 0;
        int star = -1;
        int resume = 0;
        while (t < text.length()) {
            if (p < pattern.length() && pattern.charAt(p) == '*') {
                star = p++;
                resume = t;
            } else if (p < pattern.length() && pattern.charAt(p) == text.charAt(t)) {
                p++;
                t++;
            } else if (star >= 0) {
                p = star + 1;
                t = ++resume;
            } else {
                return false;
            }
        }
        while (p < pattern.length() && pattern.charAt(p) == '*') {
            p++;
        }
        return p == pattern.length();
    }
}
