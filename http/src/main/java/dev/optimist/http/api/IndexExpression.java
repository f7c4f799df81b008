package dev.optimist.http.api;

import dev.optimist.core.error.IndexException;
import dev.optimist.core.error.IndexException.Lookup;
import dev.optimist.core.error.RequestException;
import dev.optimist.core.index.IndexMetadata;
import dev.optimist.core.service.IndexAdministration;
import dev.optimist.core.service.IndexOptions;
import dev.optimist.http.route.Parameters;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * An expression of index names, lists and wildcards, and how it is to be understood.
 *
 * @param text {@code _all} where the request names none
 */
record IndexExpression(String text, IndexOptions options) {
    static final Set<String> NAMES =
            Set.of("ignore_unavailable", "allow_no_indices", "expand_wildcards", "ignore_throttled", "local");

    static IndexExpression read(Request request) {
        return read(request, IndexOptions.ALL);
    }

    /** Reads the expression, understood as {@code defaults} say unless the request says otherwise. */
    static IndexExpression read(Request request, IndexOptions defaults) {
        Parameters parameters = request.parameters();
        parameters.bool("local", /* absent= */ false);
        String expand = parameters.string("expand_wildcards");
        IndexOptions options = (expand == null ? defaults : expanding(defaults, expand))
                .ignoringUnavailable(parameters.bool("ignore_unavailable", defaults.ignoreUnavailable()))
                .allowingNoIndices(parameters.bool("allow_no_indices", defaults.allowNoIndices()))
                .seeing(request.permit().visible());
        return new IndexExpression(dated(parameters.string(DocumentRequest.INDEX, "_all")), options);
    }

    /** Returns an expression with the dates that are meant in it. */
    private static String dated(String expression) {
        return expression.indexOf('<') < 0
                ? expression
                : Arrays.stream(expression.split(","))
                        .map(Request::resolvedIndex)
                        .collect(Collectors.joining(","));
    }

    private static IndexOptions expanding(IndexOptions options, String names) {
        boolean open = false;
        boolean closed = false;
        boolean hidden = false;
        for (String name : names.split(",", -1)) {
            switch (name) {
                case "all" -> {
                    open = true;
                    closed = true;
                    hidden = true;
                }
                case "open" -> open = true;
                case "closed" -> closed = true;
                case "hidden" -> hidden = true;
                case "none" -> {
                    open = false;
                    closed = false;
                    hidden = false;
                }
                default -> throw RequestException.illegalArgument("No valid expand wildcard value [" + name + "]");
            }
        }
        return options.expanding(open, closed, hidden);
    }

    List<IndexMetadata> resolve(IndexAdministration indices) {
        List<IndexMetadata> found = indices.resolve(text, options);
        if (found.isEmpty() && !options.allowNoIndices()) {
            throw IndexException.notFound(text, Lookup.EXPRESSION);
        }
        return found;
    }

    /** Returns whether the request asks for all indices, or for those that a pattern matches. */
    boolean wild() {
        return text.equals("_all") || text.contains("*");
    }
}
