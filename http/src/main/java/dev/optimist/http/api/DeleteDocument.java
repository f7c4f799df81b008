package dev.optimist.http.api;

import dev.optimist.core.error.IndexException.Lookup;
import dev.optimist.core.index.RoutingHash;
import dev.optimist.core.service.DeleteCommand;
import dev.optimist.core.service.DocumentService;
import dev.optimist.http.route.HttpMethod;
import dev.optimist.http.route.Parameters;
import dev.optimist.http.route.Route;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import reactor.core.publisher.Mono;

/** Deletes a document; where there is none, that is a write all the same. */
final class DeleteDocument implements Endpoint {
    private static final Set<String> PARAMETERS =
            DocumentRequest.names(WriteParameters.NAMES, ConditionParameters.NAMES, SourceOnConflict.NAMES);
    private static final List<HttpMethod> DELETE = List.of(HttpMethod.DELETE);
    private static final String DEPRECATION = "Specifying types in document index requests is deprecated, use the"
            + " /{index}/_doc/{id} endpoint instead.";

    private final DocumentService service;
    private final MappingTypes types;

    DeleteDocument(DocumentService service) {
        this.service = service;
        this.types = new MappingTypes(service);
    }

    @Override
    public List<Route> routes() {
        return Stream.concat(
                        DocumentRequest.routes(DELETE, "/{index}/_doc/{id}", PARAMETERS),
                        DocumentRequest.typedRoutes(DELETE, "/{index}/{type}/{id}", PARAMETERS))
                .toList();
    }

    @Override
    public boolean takesIdempotencyKey() {
        return true;
    }

    @Override
    public Mono<Response> handle(Request request) {
        Parameters parameters = request.parameters();
        String type = DocumentRequest.type(request);
        String index = DocumentRequest.index(request);
        String id = parameters.required(DocumentRequest.ID);
        WriteParameters write = WriteParameters.read(parameters);
        ConditionParameters condition = ConditionParameters.read(parameters);
        ConditionHeaders headers = ConditionHeaders.read(request);
        boolean showsCurrent = SourceOnConflict.wanted(parameters);
        Mono<Response> answer = SourceOnConflict.show(request, showsCurrent, Mono.defer(() -> {
            condition.validate(new Validation(), request.version()).check();
            LegacyNames.require(request, index, Lookup.SINGLE_DOCUMENT, service);
            return requireCopies(index, id, write)
                    .then(OnceOnly.write(
                            request,
                            service,
                            new DeleteCommand(index, id, write.routing(), headers.and(condition.condition())),
                            /* showsSource= */ false,
                            result -> DocumentRequest.written(
                                    request, result, type, write.forcedRefresh(), /* get= */ null)));
        }));
        return !DocumentRequest.deprecated(request)
                ? answer
                : TypedRequests.warn(
                        request, DEPRECATION, types.use(index, type).then(answer));
    }

    private Mono<Void> requireCopies(String index, String id, WriteParameters write) {
        if (!write.waitsForCopies()) {
            return Mono.empty();
        }
        String routing = write.routing();
        return Mono.justOrEmpty(service.indices().find(index))
                .flatMap(found -> Mono.justOrEmpty(write.missingCopies(
                        found,
                        new RoutingHash(found.numberOfShards()).shard(routing != null ? routing : id),
                        "delete {[" + found.name() + "][" + id + "]}")))
                .flatMap(Mono::error);
    }
}
