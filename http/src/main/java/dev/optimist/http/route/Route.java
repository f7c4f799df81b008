package dev.optimist.http.route;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * One way into an endpoint.
 *
 * @param pattern a path like {@code /{index}/_doc/{id}}: literal segments and named placeholders
 * @param parameters the query parameters that the endpoint understands, without those of every request
 * @param typed whether the route exists only in versions of the API that have mapping types; its path is known in all
 */
public record Route(HttpMethod method, String pattern, Set<String> parameters, boolean typed) {
    public Route {
        parameters = Set.copyOf(parameters);
        if (!pattern.startsWith("/")) {
            throw new IllegalArgumentException("a pattern starts with a slash: " + pattern);
        }
    }

    /** Makes a route of every version of the API. */
    public Route(HttpMethod method, String pattern, Set<String> parameters) {
        this(method, pattern, parameters, /* typed= */ false);
    }

    List<String> segments() {
        List<String> segments = new ArrayList<>();
        for (String segment : pattern.substring(1).split("/", -1)) {
            if (!segment.isEmpty()) {
                segments.add(segment);
            }
        }
        return segments;
    }

    static boolean isPlaceholder(String segment) {
        return segment.startsWith("{") && segment.endsWith("}");
    }
}
