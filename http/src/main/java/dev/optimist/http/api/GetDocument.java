package dev.optimist.http.api;

import dev.optimist.core.document.Absent;
import dev.optimist.core.document.GetResult;
import dev.optimist.core.error.IndexException.Lookup;
import dev.optimist.core.service.DocumentService;
import dev.optimist.core.service.GetCommand;
import dev.optimist.http.json.DocumentAnswer;
import dev.optimist.http.json.SourceFilter;
import dev.optimist.http.route.HttpMethod;
import dev.optimist.http.route.Route;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import reactor.core.publisher.Mono;

/** Reads a document with what is known of it. */
final class GetDocument implements Endpoint {
    private static final Set<String> PARAMETERS =
            DocumentRequest.names(ReadParameters.NAMES, SourceParameters.NAMES, Set.of("stored_fields"));
    private static final List<HttpMethod> GET_HEAD = List.of(HttpMethod.GET, HttpMethod.HEAD);
    private static final String DEPRECATION =
            "Specifying types in document get requests is deprecated, use the /{index}/_doc/{id} endpoint instead.";

    private final DocumentService service;
    private final MappingTypes types;

    GetDocument(DocumentService service) {
        this.service = service;
        this.types = new MappingTypes(service);
    }

    @Override
    public List<Route> routes() {
        return Stream.concat(
                        DocumentRequest.routes(GET_HEAD, "/{index}/_doc/{id}", PARAMETERS),
                        DocumentRequest.typedRoutes(GET_HEAD, "/{index}/{type}/{id}", PARAMETERS))
                .toList();
    }

    @Override
    public Mono<Response> handle(Request request) {
        String type = DocumentRequest.type(request);
        ReadParameters read = ReadParameters.read(request);
        boolean storedFields = request.parameters().string("stored_fields") != null;
        SourceFilter filter =
                SourceParameters.read(request.parameters()).orElse(storedFields ? SourceFilter.NONE : SourceFilter.ALL);
        ConditionHeaders headers = ConditionHeaders.read(request);
        Mono<Response> answer = Mono.defer(() -> get(request, read))
                .map(result -> rendered(request, result, types.shownBy(result.index(), type), filter, headers));
        return DocumentRequest.deprecated(request) ? TypedRequests.warn(request, DEPRECATION, answer) : answer;
    }

    private Mono<GetResult> get(Request request, ReadParameters read) {
        read.validate();
        LegacyNames.require(request, read.index(), Lookup.SINGLE_DOCUMENT, service);
        return service.get(new GetCommand(read.index(), read.id(), read.routing(), read.wantedVersion()));
    }

    private Response rendered(
            Request request, GetResult result, String type, SourceFilter filter, ConditionHeaders headers) {
        GetResult shown =
                types.has(result.index(), type) ? result : new GetResult(result.index(), result.id(), Absent.ABSENT);
        return shown.state().live()
                ? headers.judge(shown.id(), shown.state(), request.output())
                        .orElseGet(() -> found(request, shown, type, filter))
                : Response.of(404, DocumentAnswer.get(request.output(), shown, type, filter), request.output());
    }

    private static Response found(Request request, GetResult result, String type, SourceFilter filter) {
        byte[] body = DocumentAnswer.get(request.output(), result, type, filter);
        return new Response(200, body, request.output().mediaType(), ConditionHeaders.tag(result.state()));
    }
}
