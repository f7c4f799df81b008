package dev.optimist.http.json;

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
        return ALL;
    }

    /** Returns whether everything is left. */
    public boolean all() {
        return includes.isEmpty() && excludes.isEmpty();
    }
}
