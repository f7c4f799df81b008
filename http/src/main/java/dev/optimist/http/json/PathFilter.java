package dev.optimist.http.json;

import com.fasterxml.jackson.core.filter.TokenFilter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Path patterns as a filter of tokens: lets through what they name, or all but that. */
final class PathFilter extends TokenFilter {
    private final List<PathPattern> patterns;
    private final boolean inclusive;
    private final boolean splitNames;

    private PathFilter(List<PathPattern> patterns, boolean inclusive, boolean splitNames) {
        this.patterns = patterns;
        this.inclusive = inclusive;
        this.splitNames = splitNames;
    }

    /**
     * Makes a filter that lets through what the patterns name.
     *
     * @param splitNames whether a dot within a name of the content separates segments too
     */
    static PathFilter including(List<String> patterns, boolean splitNames) {
        return new PathFilter(List.of(PathPattern.of(patterns)), /* inclusive= */ true, splitNames);
    }

    /** Makes a filter that lets through all but what the patterns name. */
    static PathFilter excluding(List<String> patterns, boolean splitNames) {
        return new PathFilter(List.of(PathPattern.of(patterns)), /* inclusive= */ false, splitNames);
    }

    @Override
    public @Nullable TokenFilter includeProperty(String name) {
        List<PathPattern> current = patterns;
        int start = 0;
        while (true) {
            int dot = splitNames ? name.indexOf('.', start) : -1;
            String segment = dot > start ? name.substring(start, dot) : name.substring(start);
            List<PathPattern> next = new ArrayList<>();
            for (PathPattern pattern : current) {
                if (pattern.matches(segment, next)) {
                    return inclusive ? INCLUDE_ALL : null;
                }
            }
            if (next.isEmpty()) {
                return inclusive ? null : INCLUDE_ALL;
            }
            if (dot <= start) {
                return new PathFilter(next, inclusive, splitNames);
            }
            current = next;
            start = dot + 1;
        }
    }

    @Override
    protected boolean _includeScalar() {
        return !inclusive;
    }

    @Override
    public String toString() {
        return inclusive ? "including" : "excluding";
    }
}
