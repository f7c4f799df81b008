package dev.optimist.http.api;

import dev.optimist.http.json.SourceFilter;
import dev.optimist.http.route.Parameters;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The parameters that say which part of a {@code _source} is shown. */
final class SourceParameters {
    static final Set<String> NAMES = Set.of("_source", "_source_includes", "_source_excludes");

    private SourceParameters() {}

    /** Returns the filter, or nothing where the request does not speak of the source. */
    static Optional<SourceFilter> read(Parameters parameters) {
        String source = parameters.string("_source");
        Optional<List<String>> includes = parameters.list("_source_includes");
        Optional<List<String>> excludes = parameters.list("_source_excludes");
        if (source == null && includes.isEmpty() && excludes.isEmpty()) {
            return Optional.empty();
        }
        boolean isFlag = source == null || source.equals("true") || source.equals("false") || source.isEmpty();
        List<String> named = isFlag ? List.of() : List.of(String.valueOf(source).split(","));
        boolean fetch = source == null || !source.equals("false");
        return Optional.of(new SourceFilter(fetch, includes.orElse(named), excludes.orElse(List.of())));
    }
}
