package dev.optimist.http.api;

import dev.optimist.core.document.Source;
import dev.optimist.core.document.WriteCondition;
import dev.optimist.core.error.DocumentException;
import dev.optimist.core.error.ErrorKind;
import dev.optimist.core.error.RequestException;
import dev.optimist.core.index.RoutingHash;
import dev.optimist.core.service.DocumentService;
import dev.optimist.core.service.IndexCommand;
import dev.optimist.http.json.ApiVersion;
import dev.optimist.http.json.DocumentBody;
import dev.optimist.http.route.HttpMethod;
import dev.optimist.http.route.Parameters;
import dev.optimist.http.route.Route;
import dev.optimist.http.route.VersionType;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Stores a whole document: with an id or one that is made, in place of what is there or only where nothing is. */
final class IndexDocument implements Endpoint {
    private static final Set<String> PARAMETERS = DocumentRequest.names(
            WriteParameters.NAMES,
            ConditionParameters.NAMES,
            SourceOnConflict.NAMES,
            Set.of("op_type", "pipeline", "require_alias", "require_data_stream", "include_source_on_error"));
    private static final List<HttpMethod> PUT_POST = List.of(HttpMethod.PUT, HttpMethod.POST);
    private static final List<HttpMethod> POST = List.of(HttpMethod.POST);
    private static final String DEPRECATION =
            "Specifying types in document index requests is deprecated, use the typeless endpoints instead"
                    + " (/{index}/_doc/{id}, /{index}/_doc, or /{index}/_create/{id}).";

    private final DocumentService service;
    private final MappingTypes types;
    private final boolean createOnly;

    private IndexDocument(DocumentService service, boolean createOnly) {
        this.service = service;
        this.types = new MappingTypes(service);
        this.createOnly = createOnly;
    }

    /** Makes the endpoint of {@code _doc}. */
    static IndexDocument any(DocumentService service) {
        return new IndexDocument(service, /* createOnly= */ false);
    }

    /** Makes the endpoint of {@code _create}. */
    static IndexDocument create(DocumentService service) {
        return new IndexDocument(service, /* createOnly= */ true);
    }

    @Override
    public List<Route> routes() {
        Stream<Route> routes = createOnly
                ? Stream.concat(
                        DocumentRequest.routes(PUT_POST, "/{index}/_create/{id}", PARAMETERS),
                        DocumentRequest.typedRoutes(PUT_POST, "/{index}/{type}/{id}/_create", PARAMETERS))
                : Stream.of(
                                DocumentRequest.routes(PUT_POST, "/{index}/_doc/{id}", PARAMETERS),
                                DocumentRequest.routes(POST, "/{index}/_doc", PARAMETERS),
                                DocumentRequest.typedRoutes(PUT_POST, "/{index}/{type}/{id}", PARAMETERS),
                                DocumentRequest.typedRoutes(POST, "/{index}/{type}", PARAMETERS))
                        .flatMap(each -> each);
        return routes.toList();
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
        boolean showsCurrent = SourceOnConflict.wanted(request.parameters());
        Mono<Response> answer =
                SourceOnConflict.show(request, showsCurrent, Mono.defer(() -> index(request, arguments)));
        return !DocumentRequest.deprecated(request)
                ? answer
                : TypedRequests.warn(
                        request,
                        DEPRECATION,
                        types.use(arguments.index, arguments.type).then(answer));
    }

    /** What a request asks for, once its parameters have been read. */
    private record Arguments(
            String index,
            String type,
            @Nullable String id,
            boolean create,
            WriteParameters write,
            ConditionParameters condition,
            ConditionHeaders headers,
            @Nullable String pipeline,
            boolean requireAlias,
            boolean quoteInErrors) {}

    private Arguments read(Request request) {
        Parameters parameters = request.parameters();
        if (createOnly) {
            requireCreate(parameters.string("op_type"));
        }
        String index = DocumentRequest.index(request);
        String id = parameters.string(DocumentRequest.ID);
        String pipeline = parameters.string("pipeline");
        if (!request.hasBody()) {
            throw RequestException.of(ErrorKind.PARSE, "request body is required");
        }
        WriteParameters write = WriteParameters.read(parameters);
        ConditionParameters condition = ConditionParameters.read(parameters);
        boolean requireAlias = parameters.bool("require_alias", /* absent= */ false);
        parameters.bool("require_data_stream", /* absent= */ false);
        boolean quoteInErrors = parameters.bool("include_source_on_error", /* absent= */ true);
        boolean create = createOnly || creates(parameters.string("op_type"), id);
        return new Arguments(
                index,
                DocumentRequest.type(request),
                id,
                create,
                write,
                condition,
                ConditionHeaders.read(request),
                pipeline,
                requireAlias,
                quoteInErrors);
    }

    private static void requireCreate(@Nullable String opType) {
        if (opType != null && !opType.equalsIgnoreCase("create")) {
            throw RequestException.illegalArgument("opType must be 'create', found: [" + opType + "]");
        }
    }

    private static boolean creates(@Nullable String opType, @Nullable String id) {
        if (opType == null) {
            return id == null;
        }
        return switch (opType.toLowerCase(Locale.ROOT)) {
            case "create" -> true;
            case "index" -> false;
            default ->
                throw RequestException.illegalArgument("opType must be 'create' or 'index', found: [" + opType + "]");
        };
    }

    private Mono<Response> index(Request request, Arguments arguments) {
        validate(new Validation(), arguments.create, arguments.condition, arguments.id, request.version())
                .check();
        requirePipeline(arguments.pipeline);
        Source source;
        try {
            source = DocumentBody.validate(
                    request.body(), request.bodyType(), request.version(), arguments.id, arguments.quoteInErrors);
        } catch (DocumentException malformed) {
            return service.ensureIndex(arguments.index, arguments.requireAlias).then(Mono.error(malformed));
        }
        Mono<Response> answer = OnceOnly.write(
                request,
                service,
                command(arguments, source),
                /* showsSource= */ false,
                result -> DocumentRequest.written(
                        request, result, arguments.type, arguments.write.forcedRefresh(), /* get= */ null));
        if (HiddenNames.willBeMade(arguments.index, service)) {
            answer = answer.map(response -> HiddenNames.warn(request, arguments.index, response));
        }
        return arguments.write.waitsForCopies()
                ? requireCopies(request, arguments).then(answer)
                : answer;
    }

    private static IndexCommand command(Arguments arguments, Source source) {
        WriteCondition condition = arguments.create ? WriteCondition.mustNotExist() : arguments.condition.condition();
        return new IndexCommand(
                arguments.index,
                arguments.id,
                arguments.write.routing(),
                source,
                arguments.headers.and(condition),
                arguments.requireAlias);
    }

    /** Finds what is wrong with the conditions and the id of a whole document. */
    static Validation validate(
            Validation validation, boolean create, ConditionParameters condition, @Nullable String id, ApiVersion api) {
        int before = validation.problems();
        if (create) {
            validateCreate(validation, condition);
        }
        if (validation.problems() == before) {
            condition.validate(validation, api);
            if (id != null) {
                ConditionParameters.validateId(validation, id);
            }
        }
        return validation;
    }

    private static void validateCreate(Validation validation, ConditionParameters condition) {
        if (condition.versionType() != VersionType.INTERNAL) {
            validation.refuseIf(true, "create operations only support internal versioning. use index instead");
        } else if (condition.hasVersion()) {
            validation.refuseIf(true, "create operations do not support explicit versions. use index instead");
        } else {
            validation.refuseIf(
                    condition.comparesSeqNo() || condition.comparesTerm(),
                    "create operations do not support compare and set. use index instead");
        }
    }

    /** Throws where a document is to go through a pipeline: there are none. */
    static void requirePipeline(@Nullable String pipeline) {
        if (pipeline != null && !pipeline.equals("_none")) {
            throw RequestException.illegalArgument("pipeline with id [" + pipeline + "] does not exist");
        }
    }

    private Mono<Void> requireCopies(Request request, Arguments arguments) {
        return service.ensureIndex(arguments.index, arguments.requireAlias)
                .flatMap(index -> Mono.justOrEmpty(arguments.write.missingCopies(
                        index,
                        shard(index.numberOfShards(), arguments),
                        "index {" + described(request, index.name(), arguments) + "}")))
                .flatMap(Mono::error);
    }

    private static int shard(int shards, Arguments arguments) {
        String routing = arguments.write.routing();
        String key = routing != null ? routing : String.valueOf(arguments.id);
        return new RoutingHash(shards).shard(key);
    }

    private static String described(Request request, String index, Arguments arguments) {
        String type = request.version().hasTypes() ? "[" + arguments.type + "]" : "";
        return "[" + index + "]" + type + "[" + arguments.id + "], source["
                + new String(request.body(), StandardCharsets.UTF_8) + "]";
    }
}
