package dev.optimist.http.api;

import dev.optimist.core.error.IndexException;
import dev.optimist.core.error.IndexException.Lookup;
import dev.optimist.core.index.IndexMetadata;
import dev.optimist.core.service.IndexAdministration;
import dev.optimist.http.route.Parameters;
import java.util.List;
import java.util.Set;

/**
 * An expression of index names, lists and wildcards, and how it is to be understood.
 *
 * @param text {@code _all} where the request names none
 * @param allowNoIndices whether it is well that nothing matches
 */
record IndexExpression(String text, boolean ignoreUnavailable, boolean allowNoIndices) {
    static final Set<String> NAMES =
            Set.of("ignore_unavailable", "allow_no_indices", "expand_wildcards", "ignore_throttled", "local");

    static IndexExpression read(Parameters parameters) {
        parameters.string("expand_wildcards");
        parameters.bool("local", /* absent= */ false);
        return new IndexExpression(
                parameters.string(DocumentRequest.INDEX, "_all"),
                parameters.bool("ignore_unavailable", /* absent= */ false),
                parameters.bool("allow_no_indices", /* absent= */ true));
    }

    List<IndexMetadata> resolve(IndexAdministration indices) {
        List<IndexMetadata> found = indices.resolve(text, ignoreUnavailable);
        if (found.isEmpty() && !allowNoIndices) {
            throw IndexException.notFound(text, Lookup.EXPRESSION);
        }
        return found;
    }
}
