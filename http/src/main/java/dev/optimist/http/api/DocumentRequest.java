package dev.optimist.http.api;

import dev.optimist.core.document.Outcome;
import dev.optimist.core.document.WriteResult;
import dev.optimist.http.json.DocumentAnswer;
import dev.optimist.http.json.EntityTag;
import dev.optimist.http.json.SourceFilter;
import dev.optimist.http.route.HttpMethod;
import dev.optimist.http.route.Route;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the endpoints of single documents share: names of parameters, routes, the answers of writes. */
final class DocumentRequest {
    static final String INDEX = "index";
    static final String ID = "id";
    static final String TYPE = "type";

    private DocumentRequest() {}

    @SafeVarargs
    static Set<String> names(Set<String>... groups) {
        Set<String> all = new HashSet<>();
        for (Set<String> group : groups) {
            all.addAll(group);
        }
        return Set.copyOf(all);
    }

    static Stream<Route> routes(List<HttpMethod> methods, String pattern, Set<String> parameters) {
        return methods.stream().map(method -> new Route(method, pattern, parameters));
    }

    static Stream<Route> typedRoutes(List<HttpMethod> methods, String pattern, Set<String> parameters) {
        return methods.stream().map(method -> new Route(method, pattern, parameters, /* typed= */ true));
    }

    /** Returns the index that the path names, a date in it resolved. */
    static String index(Request request) {
        return DateMathName.resolve(request.pathParameter(INDEX), Clock.systemUTC());
    }

    /** Returns the type that the path names where types count, or the one that all documents have. */
    static String type(Request request) {
        return namesType(request) ? request.pathParameter(TYPE) : MappingTypes.DOC;
    }

    private static boolean namesType(Request request) {
        return request.version().legacy() && typed(request);
    }

    /** Returns whether the path names another type than the one that stands for all. */
    static boolean deprecated(Request request) {
        return typed(request) && !request.pathParameter(TYPE).equals(MappingTypes.DOC);
    }

    static boolean typed(Request request) {
        return request.parameters().inPath(TYPE)
                || (request.version().legacy() && request.parameters().has(TYPE));
    }

    /** Renders what a write did. */
    static Response written(
            Request request, WriteResult result, String type, boolean forcedRefresh, @Nullable SourceFilter get) {
        byte[] body = DocumentAnswer.write(request.output(), result, type, forcedRefresh, get);
        return new Response(status(result.outcome()), body, request.output().mediaType(), headers(result, type));
    }

    /** An upsert that came to nothing leaves no document that a tag could be of. */
    private static Map<String, String> headers(WriteResult result, String type) {
        if (result.seqNo() < 0) {
            return Map.of();
        }
        String tag = EntityTag.of(result.seqNo(), result.primaryTerm());
        return result.outcome() == Outcome.CREATED
                ? Map.of("Location", location(result, type), "ETag", tag)
                : Map.of("ETag", tag);
    }

    private static int status(Outcome outcome) {
        return switch (outcome) {
            case CREATED -> 201;
            case NOT_FOUND -> 404;
            case UPDATED, DELETED, NOOP -> 200;
        };
    }

    private static String location(WriteResult result, String type) {
        String path = "/" + encoded(result.index()) + "/" + type + "/" + encoded(result.id());
        String routing = result.routing();
        return routing == null ? path : path + "?routing=" + encoded(routing);
    }

    private static String encoded(String text) {
        return plain(text) ? text : URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static boolean plain(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean keeps = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
            if (!keeps && c != '-' && c != '_' && c != '.' && c != '*') {
                return false;
            }
        }
        return true;
    }
}
