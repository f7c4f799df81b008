package dev.optimist.http.api;

import dev.optimist.core.error.ErrorKind;
import dev.optimist.core.error.RequestException;
import dev.optimist.core.search.Query;
import dev.optimist.core.search.QueryReader;
import dev.optimist.core.service.DocumentService;
import dev.optimist.core.service.SearchTarget;
import dev.optimist.http.json.SearchAnswer;
import dev.optimist.http.route.HttpMethod;
import dev.optimist.http.route.Parameters;
import dev.optimist.http.route.Route;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Counts documents: all of them without reading any, those that match a query by reading them. */
final class CountDocuments implements Endpoint {
    private static final Set<String> PARAMETERS =
            DocumentRequest.names(SearchQuery.NAMES, Set.of("min_score", "terminate_after"));
    private static final List<HttpMethod> GET_POST = List.of(HttpMethod.GET, HttpMethod.POST);
    private static final String DEPRECATION = "Specifying types in count requests is deprecated.";

    private final DocumentService service;

    CountDocuments(DocumentService service) {
        this.service = service;
    }

    @Override
    public List<Route> routes() {
        return Stream.of(
                        DocumentRequest.routes(GET_POST, "/_count", PARAMETERS),
                        DocumentRequest.routes(GET_POST, "/{index}/_count", PARAMETERS),
                        DocumentRequest.typedRoutes(GET_POST, "/{index}/{type}/_count", PARAMETERS))
                .flatMap(each -> each)
                .toList();
    }

    @Override
    public boolean takesIdempotencyKey() {
        return true;
    }

    @Override
    public boolean takesBody() {
        return true;
    }

    @Override
    public Mono<Response> handle(Request request) {
        Parameters parameters = request.parameters();
        for (String name : List.of("min_score", "terminate_after")) {
            if (parameters.string(name) != null) {
                throw RequestException.illegalArgument("[" + name + "] is not supported");
            }
        }
        SearchTarget target = SearchQuery.target(request);
        Query parameter = SearchQuery.parameter(parameters);
        Mono<Response> answer = Mono.defer(() -> count(request, target, parameter));
        return DocumentRequest.typed(request) ? TypedRequests.warn(request, DEPRECATION, answer) : answer;
    }

    private Mono<Response> count(Request request, SearchTarget target, @Nullable Query parameter) {
        Query inBody = query(SearchQuery.body(request));
        Query query = SearchQuery.ofType(request, service, parameter == null ? inBody : parameter);
        return service.searches().count(target, query).map(found -> {
            byte[] body = SearchAnswer.count(request.output(), found.total(), found.shards());
            return Response.of(200, body, request.output());
        });
    }

    private static Query query(Map<String, @Nullable Object> body) {
        for (String name : body.keySet()) {
            if (!name.equals("query")) {
                throw RequestException.of(ErrorKind.PARSING, "request does not support [" + name + "]");
            }
        }
        Object query = body.get("query");
        return query == null ? Query.All.ALL : QueryReader.read(query);
    }
}
