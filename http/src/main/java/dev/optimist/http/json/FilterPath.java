package dev.optimist.http.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.filter.FilteringGeneratorDelegate;
import com.fasterxml.jackson.core.filter.TokenFilter.Inclusion;
import java.util.ArrayList;
import java.util.List;

/** The {@code filter_path} of a request: which parts of an answer are left. */
public final class FilterPath {
    /** Leaves everything. */
    public static final FilterPath ALL = new FilterPath(List.of(), List.of());

    private final List<String> includes;
    private final List<String> excludes;

    private FilterPath(List<String> includes, List<String> excludes) {
        this.includes = includes;
        this.excludes = excludes;
    }

    /** Reads the parameter's comma-separated patterns; those with a minus exclude. */
    public static FilterPath parse(String parameter) {
        List<String> includes = new ArrayList<>();
        List<String> excludes = new ArrayList<>();
        for (String part : parameter.split(",", -1)) {
            String pattern = part.trim();
            if (pattern.startsWith("-")) {
                excludes.add(pattern.substring(1));
            } else if (!pattern.isEmpty()) {
                includes.add(pattern);
            }
        }
        return includes.isEmpty() && excludes.isEmpty() ? ALL : new FilterPath(includes, excludes);
    }

    /** Returns whether everything is left. */
    public boolean all() {
        return includes.isEmpty() && excludes.isEmpty();
    }

    /** Returns a generator that writes what is left of the content to another one. */
    JsonGenerator filter(JsonGenerator target) {
        JsonGenerator filtered = target;
        if (!excludes.isEmpty()) {
            filtered = delegate(filtered, PathFilter.excluding(excludes, /* splitNames= */ false));
        }
        if (!includes.isEmpty()) {
            filtered = delegate(filtered, PathFilter.including(includes, /* splitNames= */ false));
        }
        return filtered;
    }

    private static JsonGenerator delegate(JsonGenerator target, PathFilter filter) {
        return new FilteringGeneratorDelegate(
                target, filter, Inclusion.INCLUDE_ALL_AND_PATH, /* allowMultipleMatches= */ true);
    }
}
