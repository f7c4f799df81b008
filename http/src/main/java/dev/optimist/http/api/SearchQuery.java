package dev.optimist.http.api;

import dev.optimist.core.error.RequestException;
import dev.optimist.core.index.IndexMetadata;
import dev.optimist.core.search.Query;
import dev.optimist.core.search.QueryReader;
import dev.optimist.core.service.DocumentService;
import dev.optimist.core.service.IndexOptions;
import dev.optimist.core.service.SearchTarget;
import dev.optimist.http.json.IndexBody;
import dev.optimist.http.route.Parameters;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What all requests with a query share: where they search, and the parameter {@code q}. */
final class SearchQuery {
    static final Set<String> NAMES = DocumentRequest.names(
            IndexExpression.NAMES,
            Set.of("q", "df", "analyzer", "analyze_wildcard", "default_operator", "lenient", "preference", "routing"));

    /** A field, and a word without operators or a text in quotation marks. */
    private static final Pattern FIELD_AND_VALUE =
            Pattern.compile("([^\\s:\"()\\[\\]{}*?~^+\\-!/\\\\<>=&|][^\\s:\"()*?~^]*):(?:\"([^\"\\\\]*)\"|"
                    + "([^\\s:\"()\\[\\]{}*?~^+\\-!/\\\\<>=&|][^\\s:\"()\\[\\]{}*?~^\\\\]*))");

    private SearchQuery() {}

    /** Reads where to search. */
    static SearchTarget target(Request request) {
        Parameters parameters = request.parameters();
        parameters.string("preference");
        List<String> routing = parameters.list("routing").orElse(List.of());
        IndexExpression expression = IndexExpression.read(request, IndexOptions.OPEN_ONLY);
        return new SearchTarget(expression.text(), expression.options(), routing);
    }

    /** Reads the parameter {@code q}; null where it is absent. */
    static @Nullable Query parameter(Parameters parameters) {
        for (String name : List.of("df", "analyzer", "default_operator")) {
            parameters.string(name);
        }
        parameters.bool("lenient", /* absent= */ false);
        parameters.bool("analyze_wildcard", /* absent= */ false);
        String text = parameters.string("q");
        return text == null ? null : parse(text.trim());
    }

    private static Query parse(String text) {
        if (text.equals("*") || text.equals("*:*")) {
            return Query.All.ALL;
        }
        Matcher matcher = FIELD_AND_VALUE.matcher(text);
        if (!matcher.matches()) {
            throw RequestException.illegalArgument("[q=" + text + "] is not supported: Optimist has no search engine."
                    + " Supported are [*], [field:value] and [field:\"value\"]; the body takes more queries");
        }
        String field = matcher.group(1);
        String value = matcher.group(2) == null ? matcher.group(3) : matcher.group(2);
        return field.equals("_exists_") ? query("exists", "field", value) : query("term", field, value);
    }

    private static Query query(String name, String key, Object value) {
        return QueryReader.read(Map.of(name, Map.of(key, value)));
    }

    /** Reads a body; empty where there is none. */
    static Map<String, @Nullable Object> body(Request request) {
        return request.hasBody()
                ? IndexBody.parseObject(request.body(), request.bodyType(), request.version())
                : Map.of();
    }

    /** Returns the query with what a mapping type in the path leaves: indices whose documents are of that type. */
    static Query ofType(Request request, DocumentService service, Query query) {
        String type = DocumentRequest.type(request);
        if (type.equals(MappingTypes.DOC)) {
            return query;
        }
        MappingTypes types = new MappingTypes(service);
        List<String> indices = service.indices().all().stream()
                .map(IndexMetadata::name)
                .filter(index -> types.has(index, type))
                .toList();
        return query.and(query("terms", "_index", indices));
    }
}
