package dev.optimist.http.api;

import dev.optimist.core.error.RequestException;
import dev.optimist.core.search.Query;
import dev.optimist.core.search.Sort;
import dev.optimist.core.search.SortReader;
import dev.optimist.core.service.DocumentService;
import dev.optimist.core.service.SearchCommand;
import dev.optimist.core.service.SearchResult;
import dev.optimist.core.service.SearchTarget;
import dev.optimist.http.json.ApiVersion;
import dev.optimist.http.json.SearchAnswer;
import dev.optimist.http.json.SourceFilter;
import dev.optimist.http.route.HttpMethod;
import dev.optimist.http.route.Parameters;
import dev.optimist.http.route.Route;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Finds documents by reading them. Sees every write that was acknowledged before. */
final class SearchDocuments implements Endpoint {
    private static final Set<String> PARAMETERS = DocumentRequest.names(
            SearchQuery.NAMES,
            SourceParameters.NAMES,
            Set.of(
                    "allow_partial_search_results",
                    "batched_reduce_size",
                    "ccs_minimize_roundtrips",
                    "docvalue_fields",
                    "explain",
                    "force_synthetic_source",
                    "from",
                    "include_named_queries_score",
                    "max_concurrent_shard_requests",
                    "pre_filter_shard_size",
                    "request_cache",
                    "rest_total_hits_as_int",
                    "scroll",
                    "search_type",
                    "seq_no_primary_term",
                    "size",
                    "sort",
                    "stats",
                    "stored_fields",
                    "suggest_field",
                    "terminate_after",
                    "timeout",
                    "track_scores",
                    "track_total_hits",
                    "typed_keys",
                    "version"));
    private static final List<HttpMethod> GET_POST = List.of(HttpMethod.GET, HttpMethod.POST);
    private static final String DEPRECATION = "Specifying types in search requests is deprecated.";
    private static final int SIZE = 10;

    private final DocumentService service;
    private final MappingTypes types;

    SearchDocuments(DocumentService service) {
        this.service = service;
        this.types = new MappingTypes(service);
    }

    @Override
    public List<Route> routes() {
        return Stream.of(
                        DocumentRequest.routes(GET_POST, "/_search", PARAMETERS),
                        DocumentRequest.routes(GET_POST, "/{index}/_search", PARAMETERS),
                        DocumentRequest.typedRoutes(GET_POST, "/{index}/{type}/_search", PARAMETERS))
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
        Arguments arguments = Arguments.read(request);
        Mono<Response> answer = Mono.defer(() -> search(request, arguments));
        return DocumentRequest.typed(request) ? TypedRequests.warn(request, DEPRECATION, answer) : answer;
    }

    /** What the parameters ask for; they come before the body. */
    private record Arguments(
            SearchTarget target,
            @Nullable Query query,
            @Nullable Sort sort,
            @Nullable Integer from,
            @Nullable Integer size,
            Optional<SourceFilter> source,
            @Nullable Boolean version,
            @Nullable Boolean seqNo,
            @Nullable Boolean trackScores,
            @Nullable String trackTotalHits,
            boolean totalIsNumber) {
        static Arguments read(Request request) {
            Parameters parameters = request.parameters();
            refuseUnsupported(parameters);
            for (String name : List.of("search_type", "max_concurrent_shard_requests")) {
                parameters.string(name);
            }
            requireAtLeast(parameters, "batched_reduce_size", "batchedReduceSize", 2);
            requireAtLeast(parameters, "pre_filter_shard_size", "preFilterShardSize", 1);
            parameters.time("timeout", Duration.ZERO);
            String sort = parameters.string("sort");
            return new Arguments(
                    SearchQuery.target(request),
                    SearchQuery.parameter(parameters),
                    sort == null ? null : SortReader.readParameter(sort),
                    integer(parameters, "from"),
                    integer(parameters, "size"),
                    SourceParameters.read(parameters),
                    flag(parameters, "version"),
                    flag(parameters, "seq_no_primary_term"),
                    flag(parameters, "track_scores"),
                    parameters.string("track_total_hits"),
                    parameters.bool("rest_total_hits_as_int", /* absent= */ false));
        }

        private static void requireAtLeast(Parameters parameters, String name, String field, int min) {
            if (parameters.integer(name, min) < min) {
                throw RequestException.illegalArgument(field + " must be >= " + min);
            }
        }

        private static void refuseUnsupported(Parameters parameters) {
            for (String name : List.of(
                    "scroll", "stored_fields", "docvalue_fields", "suggest_field", "stats", "terminate_after")) {
                if (parameters.string(name) != null) {
                    throw SearchBody.unsupported(name);
                }
            }
            if (parameters.bool("explain", /* absent= */ false)) {
                throw SearchBody.unsupported("explain");
            }
        }

        private static @Nullable Integer integer(Parameters parameters, String name) {
            return parameters.string(name) == null ? null : Integer.valueOf(parameters.integer(name, 0));
        }

        private static @Nullable Boolean flag(Parameters parameters, String name) {
            return parameters.string(name) == null ? null : Boolean.valueOf(parameters.bool(name, /* absent= */ false));
        }
    }

    private Mono<Response> search(Request request, Arguments arguments) {
        long start = System.nanoTime();
        SearchBody body = SearchBody.of(SearchQuery.body(request));
        SearchCommand command = command(request, arguments, body);
        boolean tracked = tracksTotal(arguments, body);
        SearchAnswer.Shape shape = shape(request, arguments, body, command.sort());
        return service.searches().search(command).map(result -> {
            long millis = (System.nanoTime() - start) / 1_000_000;
            return rendered(request, result, tracked, shape, millis);
        });
    }

    private static boolean tracksTotal(Arguments arguments, SearchBody body) {
        Object wanted =
                arguments.trackTotalHits == null ? body.content().get("track_total_hits") : arguments.trackTotalHits;
        return !"false".equals(String.valueOf(wanted));
    }

    private static Response rendered(
            Request request, SearchResult result, boolean tracked, SearchAnswer.Shape shape, long millis) {
        Long total = tracked ? Long.valueOf(result.total()) : null;
        SearchAnswer answer = new SearchAnswer(millis, result.shards(), total, result.hits(), shape);
        return Response.of(200, answer.write(request.output()), request.output());
    }

    private SearchCommand command(Request request, Arguments arguments, SearchBody body) {
        Query inBody = body.query();
        Query query = arguments.query == null ? inBody : arguments.query;
        int from = first(arguments.from, body.integer("from"), 0);
        int size = first(arguments.size, body.integer("size"), SIZE);
        if (from < 0) {
            throw RequestException.illegalArgument("[from] parameter cannot be negative but was [" + from + "]");
        }
        if (size < 0) {
            throw RequestException.illegalArgument("[size] parameter cannot be negative, found [" + size + "]");
        }
        List<@Nullable Object> searchAfter = body.searchAfter();
        if (searchAfter != null && from > 0) {
            throw RequestException.illegalArgument("`from` parameter must be set to 0 when `search_after` is used.");
        }
        Sort sort = first(arguments.sort, body.sort(), Sort.NONE);
        return new SearchCommand(
                arguments.target, SearchQuery.ofType(request, service, query), sort, searchAfter, from, size);
    }

    private SearchAnswer.Shape shape(Request request, Arguments arguments, SearchBody body, Sort sort) {
        boolean trackScores = first(arguments.trackScores, body.flag("track_scores"), false);
        return new SearchAnswer.Shape(
                arguments.totalIsNumber || request.version() == ApiVersion.V6,
                !sort.given() || sort.byScore() || trackScores,
                sort.given(),
                first(arguments.version, body.flag("version"), false),
                first(arguments.seqNo, body.flag("seq_no_primary_term"), false),
                arguments.source.orElseGet(() -> first(null, body.source(), SourceFilter.ALL)),
                types::shownBy);
    }

    private static <T> T first(@Nullable T parameter, @Nullable T inBody, T absent) {
        return parameter != null ? parameter : inBody != null ? inBody : absent;
    }
}
