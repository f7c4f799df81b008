package dev.optimist.http.json;

import java.util.List;

/**
 * Which part of a {@code _source} an answer shows.
 *
 * @param fetch whether it is shown at all
 * @param includes patterns of paths to show; empty for all
 * @param excludes patterns of paths to leave out
 */
public record SourceFilter(boolean fetch, List<String> includes, List<String> excludes) {
    /** Shows the whole source. */
    public static final SourceFilter ALL = new SourceFilter(true, List.of(), List.of());

    /** Shows no source. */
    public static final SourceFilter NONE = new SourceFilter(false, List.of(), List.of());

    /** Returns whether the whole source is shown. */
    public boolean whole() {
        return fetch && includes.isEmpty() && excludes.isEmpty();
    }
}
