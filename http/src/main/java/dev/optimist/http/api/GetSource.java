package dev.optimist.http.api;

import dev.optimist.core.document.Document;
import dev.optimist.core.document.GetResult;
import dev.optimist.core.error.ErrorKind;
import dev.optimist.core.error.IndexException.Lookup;
import dev.optimist.core.error.RequestException;
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

/** Reads the source of a document, and nothing else. */
final class GetSource implements Endpoint {
    private static final Set<String> PARAMETERS = DocumentRequest.names(ReadParameters.NAMES, SourceParameters.NAMES);
    private static final List<HttpMethod> GET_HEAD = List.of(HttpMethod.GET, HttpMethod.HEAD);
    private static final String DEPRECATION = "Specifying types in get_source and exist_sourcerequests is deprecated.";

    private final DocumentService service;
    private final MappingTypes types;

    GetSource(DocumentService service) {
        this.service = service;
        this.types = new MappingTypes(service);
    }

    @Override
    public List<Route> routes() {
        return Stream.concat(
                        DocumentRequest.routes(GET_HEAD, "/{index}/_source/{id}", PARAMETERS),
                        DocumentRequest.typedRoutes(GET_HEAD, "/{index}/{type}/{id}/_source", PARAMETERS))
                .toList();
    }

    @Override
    public Mono<Response> handle(Request request) {
        ReadParameters read = ReadParameters.read(request);
        SourceFilter filter = SourceParameters.read(request.parameters()).orElse(SourceFilter.ALL);
        ConditionHeaders headers = ConditionHeaders.read(request);
        Mono<Response> answer = Mono.defer(() -> get(request, read, filter))
                .map(result -> rendered(request, read, result, filter, headers));
        return DocumentRequest.typed(request) ? TypedRequests.warn(request, DEPRECATION, answer) : answer;
    }

    private Mono<GetResult> get(Request request, ReadParameters read, SourceFilter filter) {
        read.validate();
        LegacyNames.require(request, read.index(), Lookup.SINGLE_DOCUMENT, service);
        new Validation()
                .refuseIf(!filter.fetch(), "fetching source can not be disabled")
                .check();
        return service.get(new GetCommand(read.index(), read.id(), read.routing(), read.wantedVersion()));
    }

    private Response rendered(
            Request request, ReadParameters read, GetResult result, SourceFilter filter, ConditionHeaders headers) {
        String type = DocumentRequest.type(request);
        if (result.state() instanceof Document document && types.has(result.index(), type)) {
            return headers.judge(read.id(), document, request.output())
                    .orElseGet(() -> found(request, document, filter));
        }
        String name = request.version().hasTypes() ? "[" + type + "]/" : "";
        throw RequestException.of(
                ErrorKind.RESOURCE_NOT_FOUND,
                "Document not found [" + read.index() + "]/" + name + "[" + read.id() + "]");
    }

    private static Response found(Request request, Document document, SourceFilter filter) {
        byte[] body = DocumentAnswer.source(request.output(), document.source(), filter);
        return new Response(200, body, request.output().mediaType(), ConditionHeaders.tag(document));
    }
}
