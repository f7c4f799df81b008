package dev.optimist.http.api;

import dev.optimist.core.service.DocumentService;
import dev.optimist.core.service.UpdateCommand;
import dev.optimist.http.json.ApiVersion;
import dev.optimist.http.json.SourceFilter;
import dev.optimist.http.json.UpdateBody;
import dev.optimist.http.route.HttpMethod;
import dev.optimist.http.route.Parameters;
import dev.optimist.http.route.Route;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Changes a part of a document. */
final class UpdateDocument implements Endpoint {
    private static final Set<String> PARAMETERS = DocumentRequest.names(
            WriteParameters.NAMES,
            ConditionParameters.NAMES,
            SourceParameters.NAMES,
            SourceOnConflict.NAMES,
            Set.of("retry_on_conflict", "doc_as_upsert", "require_alias", "lang", "include_source_on_error"));
    private static final List<HttpMethod> POST = List.of(HttpMethod.POST);
    private static final String DEPRECATION = "Specifying types in document update requests is deprecated, use the"
            + " endpoint /{index}/_update/{id} instead.";

    private final DocumentService service;
    private final MappingTypes types;

    UpdateDocument(DocumentService service) {
        this.service = service;
        this.types = new MappingTypes(service);
    }

    @Override
    public List<Route> routes() {
        return Stream.of(
                        DocumentRequest.routes(POST, "/{index}/_update/{id}", PARAMETERS),
                        DocumentRequest.routes(POST, "/{index}/_doc/{id}/_update", PARAMETERS),
                        DocumentRequest.typedRoutes(POST, "/{index}/{type}/{id}/_update", PARAMETERS))
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
        Arguments arguments = read(request);
        ConditionHeaders headers = ConditionHeaders.read(request);
        boolean showsCurrent = SourceOnConflict.wanted(request.parameters());
        Mono<Response> answer =
                SourceOnConflict.show(request, showsCurrent, Mono.defer(() -> update(request, arguments, headers)));
        if (!request.version().hasTypes() || typeless(request.path())) {
            return answer;
        }
        return TypedRequests.warn(
                request, DEPRECATION, types.use(arguments.index, arguments.type).then(answer));
    }

    /** Returns whether {@code _update} stands behind the index, and not at the end. */
    private static boolean typeless(String path) {
        return path.startsWith("/_update/", path.indexOf('/', 1));
    }

    /** What a request asks for, once its parameters and body have been read. */
    private record Arguments(
            String index,
            String type,
            String id,
            WriteParameters write,
            UpdateArguments update,
            boolean requireAlias,
            @Nullable SourceFilter get) {}

    private Arguments read(Request request) {
        Parameters parameters = request.parameters();
        WriteParameters write = WriteParameters.read(parameters);
        boolean docAsUpsert = parameters.bool("doc_as_upsert", /* absent= */ false);
        Optional<SourceFilter> get = SourceParameters.read(parameters);
        int retryOnConflict = parameters.integer("retry_on_conflict", 0);
        refuseVersion(parameters, request.version());
        ConditionParameters condition = ConditionParameters.read(parameters);
        boolean requireAlias = parameters.bool("require_alias", /* absent= */ false);
        boolean quoteInErrors = parameters.bool("include_source_on_error", /* absent= */ true);
        UpdateBody body = request.hasBody()
                ? UpdateBody.parse(request.body(), request.bodyType(), request.version(), quoteInErrors)
                : UpdateBody.EMPTY;
        return new Arguments(
                DocumentRequest.index(request),
                DocumentRequest.type(request),
                parameters.required(DocumentRequest.ID),
                write,
                UpdateArguments.of(condition, retryOnConflict, docAsUpsert, body),
                requireAlias,
                get.orElse(body.sourceFilter()));
    }

    private static void refuseVersion(Parameters parameters, ApiVersion api) {
        boolean named = parameters.has("version_type") || (parameters.has("version") && api != ApiVersion.V6);
        new Validation()
                .refuseIf(
                        named,
                        "internal versioning can not be used for optimistic concurrency control. Please use"
                                + " `if_seq_no` and `if_primary_term` instead")
                .check();
    }

    private Mono<Response> update(Request request, Arguments arguments, ConditionHeaders headers) {
        arguments
                .update
                .validate(new Validation(), arguments.id, request.version(), headers.namesRevisions())
                .check();
        UpdateCommand command = arguments.update.command(
                arguments.index, arguments.id, arguments.write.routing(), arguments.requireAlias, headers);
        SourceFilter get = arguments.get != null && arguments.get.fetch() ? arguments.get : null;
        return OnceOnly.write(
                request,
                service,
                command,
                /* showsSource= */ get != null,
                result ->
                        DocumentRequest.written(request, result, arguments.type, arguments.write.forcedRefresh(), get));
    }
}
