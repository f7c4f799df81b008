package dev.optimist.http.api;

import dev.optimist.core.document.Absent;
import dev.optimist.core.document.GetResult;
import dev.optimist.core.error.DocumentException;
import dev.optimist.core.error.ErrorKind;
import dev.optimist.core.error.RequestException;
import dev.optimist.core.service.DocumentService;
import dev.optimist.core.service.GetCommand;
import dev.optimist.http.error.ErrorAnswer;
import dev.optimist.http.json.ContentType;
import dev.optimist.http.json.DocumentAnswer;
import dev.optimist.http.json.MultiGetAnswer;
import dev.optimist.http.json.MultiGetBody;
import dev.optimist.http.json.MultiGetBody.Item;
import dev.optimist.http.json.Output;
import dev.optimist.http.json.SourceFilter;
import dev.optimist.http.route.HttpMethod;
import dev.optimist.http.route.Parameters;
import dev.optimist.http.route.Route;
import dev.optimist.http.security.Action;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Reads many documents. */
final class MultiGet implements Endpoint {
    private static final Set<String> PARAMETERS = DocumentRequest.names(
            SourceParameters.NAMES,
            Set.of(
                    "routing",
                    "preference",
                    "realtime",
                    "refresh",
                    "stored_fields",
                    "force_synthetic_source",
                    "source",
                    "source_content_type"));
    private static final List<HttpMethod> GET_POST = List.of(HttpMethod.GET, HttpMethod.POST);
    private static final String DEPRECATION = "Specifying types in multi get requests is deprecated.";
    private static final int READS_AT_ONCE = 64;

    private final DocumentService service;
    private final MappingTypes types;
    private final Spools spools;

    MultiGet(DocumentService service, Spools spools) {
        this.service = service;
        this.types = new MappingTypes(service);
        this.spools = spools;
    }

    @Override
    public List<Route> routes() {
        return Stream.of(
                        DocumentRequest.routes(GET_POST, "/_mget", PARAMETERS),
                        DocumentRequest.routes(GET_POST, "/{index}/_mget", PARAMETERS),
                        DocumentRequest.typedRoutes(GET_POST, "/{index}/{type}/_mget", PARAMETERS))
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
        MultiGetBody body = read(request);
        Mono<Response> answer = Mono.defer(() -> get(request, body));
        return body.typed() || DocumentRequest.typed(request)
                ? TypedRequests.warn(request, DEPRECATION, answer)
                : answer;
    }

    private static MultiGetBody read(Request request) {
        Parameters parameters = request.parameters();
        parameters.bool("refresh", /* absent= */ false);
        parameters.string("preference");
        parameters.bool("realtime", /* absent= */ true);
        parameters.bool("force_synthetic_source", /* absent= */ false);
        Item defaults = new Item(
                parameters.string(DocumentRequest.INDEX),
                parameters.string(DocumentRequest.TYPE),
                /* id= */ null,
                parameters.string("routing"),
                /* version= */ null,
                parameters.string("stored_fields") != null,
                SourceParameters.read(parameters).orElse(null));
        return MultiGetBody.parse(body(request), bodyType(request), request.version(), defaults);
    }

    private static byte[] body(Request request) {
        if (request.hasBody()) {
            return request.body();
        }
        String source = request.parameters().string("source");
        String type = request.parameters().string("source_content_type");
        if (source == null) {
            throw RequestException.of(ErrorKind.PARSE, "request body or source parameter is required");
        }
        if (type == null) {
            throw RequestException.illegalArgument("source and source_content_type parameters are required");
        }
        return source.getBytes(StandardCharsets.UTF_8);
    }

    private static ContentType bodyType(Request request) {
        return request.hasBody() ? request.bodyType() : ContentType.JSON;
    }

    private Mono<Response> get(Request request, MultiGetBody body) {
        validate(body);
        GatheredAnswer gathered = new GatheredAnswer(request.output(), spools, Schedulers.immediate());
        MultiGetAnswer told = new MultiGetAnswer();
        return Flux.fromIterable(body.items())
                .flatMapSequential(item -> told(request, item), READS_AT_ONCE, /* prefetch= */ 1)
                .concatMap(document -> gathered.append(told.next(document)), /* prefetch= */ 1)
                .then(Mono.fromSupplier(
                        () -> gathered.response("{\"docs\":[".getBytes(StandardCharsets.US_ASCII), "]}")))
                .doOnError(failure -> gathered.discard())
                .doOnCancel(gathered::discard);
    }

    private static void validate(MultiGetBody body) {
        Validation validation = new Validation();
        validation.refuseIf(body.items().isEmpty(), "no documents to get");
        for (int i = 0; i < body.items().size(); i++) {
            Item item = body.items().get(i);
            validation
                    .refuseIf(item.index() == null, "index is missing for doc " + i)
                    .refuseIf(item.id() == null, "id is missing for doc " + i);
        }
        validation.check();
    }

    /** Emits what is told of one document, as compact JSON. */
    private Mono<byte[]> told(Request request, Item item) {
        String index = DateMathName.resolve(Objects.requireNonNull(item.index()), Clock.systemUTC());
        String id = Objects.requireNonNull(item.id());
        return Mono.defer(() -> {
                    request.permit().requireOn(Action.MGET_ITEM, index);
                    return service.get(new GetCommand(index, id, item.routing(), item.version()));
                })
                .map(result -> found(request, item, result))
                .onErrorResume(DocumentException.class, failure -> Mono.just(failed(request, item, failure)));
    }

    private byte[] found(Request request, Item item, GetResult result) {
        String type = item.type() == null ? types.shownBy(result.index()) : item.type();
        GetResult shown =
                types.has(result.index(), type) ? result : new GetResult(result.index(), result.id(), Absent.ABSENT);
        return DocumentAnswer.get(Output.plain(request.version()), shown, type, filter(item));
    }

    private static SourceFilter filter(Item item) {
        SourceFilter source = item.source();
        return source != null ? source : item.storedFields() ? SourceFilter.NONE : SourceFilter.ALL;
    }

    private static byte[] failed(Request request, Item item, DocumentException failure) {
        return MultiGetAnswer.failed(request.version(), item, ErrorAnswer.embedded(failure, request.output()));
    }
}
