package dev.optimist.http.api;

import dev.optimist.core.error.ErrorKind;
import dev.optimist.core.error.RequestException;
import dev.optimist.core.search.Query;
import dev.optimist.core.search.QueryReader;
import dev.optimist.core.service.ByQueryCommand;
import dev.optimist.core.service.ByQueryCommand.Action;
import dev.optimist.core.service.ByQueryResult;
import dev.optimist.core.service.DocumentService;
import dev.optimist.core.service.SearchTarget;
import dev.optimist.http.error.ErrorAnswer;
import dev.optimist.http.json.AnswerWriter;
import dev.optimist.http.route.HttpMethod;
import dev.optimist.http.route.Parameters;
import dev.optimist.http.route.Route;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Updates or deletes what a query matches, each document under the condition that it is as it was found.
 *
 * <p>Beyond Elasticsearch: {@code max_retries} reads a document that has changed again, and {@code failures} names the
 * conflicts also where the others proceed.
 */
final class WriteByQuery implements Endpoint {
    private static final Set<String> PARAMETERS = DocumentRequest.names(
            SearchQuery.NAMES,
            WriteParameters.NAMES,
            ByQueryLimits.NAMES,
            Set.of(
                    "conflicts",
                    "from",
                    "max_retries",
                    "pipeline",
                    "request_cache",
                    "scroll",
                    "scroll_size",
                    "search_timeout",
                    "search_type",
                    "stats",
                    "version",
                    "wait_for_completion"));
    private static final List<HttpMethod> POST = List.of(HttpMethod.POST);
    private static final Set<String> UPDATE_KEYS =
            new TreeSet<>(Set.of("conflicts", "max_docs", "query", "script", "size"));
    private static final Set<String> DELETE_KEYS = new TreeSet<>(Set.of("max_docs", "query", "size"));
    private static final int SCROLL_SIZE = 1_000;
    private static final int RETRIES_MAX = 10_000;

    private final DocumentService service;
    private final boolean deletes;

    private WriteByQuery(DocumentService service, boolean deletes) {
        this.service = service;
        this.deletes = deletes;
    }

    static WriteByQuery update(DocumentService service) {
        return new WriteByQuery(service, /* deletes= */ false);
    }

    static WriteByQuery delete(DocumentService service) {
        return new WriteByQuery(service, /* deletes= */ true);
    }

    @Override
    public List<Route> routes() {
        String name = deletes ? "_delete_by_query" : "_update_by_query";
        return Stream.concat(
                        DocumentRequest.routes(POST, "/{index}/" + name, PARAMETERS),
                        DocumentRequest.typedRoutes(POST, "/{index}/{type}/" + name, PARAMETERS))
                .toList();
    }

    @Override
    public boolean takesBody() {
        return true;
    }

    @Override
    public Mono<Response> handle(Request request) {
        Arguments arguments = Arguments.read(request);
        Mono<Response> answer = Mono.defer(() -> write(request, arguments));
        String deprecation =
                "Specifying types in " + (deletes ? "delete" : "update") + " by query requests is deprecated.";
        return DocumentRequest.typed(request) ? TypedRequests.warn(request, deprecation, answer) : answer;
    }

    /** What the parameters ask for; they come before the body. */
    private record Arguments(
            WriteParameters write,
            boolean skips,
            SearchTarget target,
            @Nullable Query query,
            @Nullable String conflicts,
            ByQueryLimits limits,
            int scrollSize,
            int maxRetries,
            boolean waits,
            @Nullable String pipeline) {
        static Arguments read(Request request) {
            Parameters parameters = request.parameters();
            WriteParameters write = WriteParameters.read(parameters);
            parameters.string("search_type");
            parameters.string("stats");
            parameters.bool("version", /* absent= */ false);
            parameters.time("scroll", Duration.ZERO);
            parameters.time("search_timeout", Duration.ZERO);
            return new Arguments(
                    write,
                    parameters.string("from") != null,
                    SearchQuery.target(request),
                    SearchQuery.parameter(parameters),
                    parameters.string("conflicts"),
                    ByQueryLimits.read(request),
                    parameters.integer("scroll_size", SCROLL_SIZE),
                    parameters.integer("max_retries", 0),
                    parameters.bool("wait_for_completion", /* absent= */ true),
                    parameters.string("pipeline"));
        }
    }

    private Mono<Response> write(Request request, Arguments arguments) {
        long start = System.nanoTime();
        ByQueryCommand command = command(request, arguments, SearchQuery.body(request));
        requireCopies(arguments);
        return service.searches().write(command).map(result -> {
            Map<String, Object> answer = answer(request, result, (System.nanoTime() - start) / 1_000_000);
            Response response = Response.of(
                    result.aborted() ? 409 : 200, AnswerWriter.write(request.output(), answer), request.output());
            return arguments.limits.warned(request, response);
        });
    }

    private void requireCopies(Arguments arguments) {
        SearchTarget target = arguments.target;
        service.indices().resolve(target.expression(), target.options()).stream()
                .flatMap(index -> arguments.write.missingCopies(index, 0, "by query").stream())
                .findFirst()
                .ifPresent(missing -> {
                    throw missing;
                });
    }

    private ByQueryCommand command(Request request, Arguments arguments, Map<String, @Nullable Object> body) {
        requireFeasible(arguments);
        Object inBody = body.get("query");
        new Validation()
                .refuseIf(arguments.skips || body.containsKey("from"), "from is not supported in this context")
                .refuseIf(body.containsKey("stored_fields"), "stored_fields is not supported in this context")
                .refuseIf(deletes && inBody == null && arguments.query == null, "query is missing")
                .check();
        requireKnown(body);
        Query wanted = inBody == null ? Query.All.ALL : QueryReader.read(inBody);
        return new ByQueryCommand(
                arguments.target,
                SearchQuery.ofType(request, service, arguments.query == null ? wanted : arguments.query),
                action(body.get("script")),
                proceeds(arguments.conflicts == null ? body.get("conflicts") : arguments.conflicts),
                arguments.limits.documentsMax(body),
                arguments.scrollSize,
                arguments.maxRetries);
    }

    private void requireKnown(Map<String, @Nullable Object> body) {
        Set<String> known = deletes ? DELETE_KEYS : UPDATE_KEYS;
        for (String name : body.keySet()) {
            if (!known.contains(name)) {
                throw RequestException.of(ErrorKind.PARSING, "[" + name + "] is not supported; supported are " + known);
            }
        }
    }

    private static void requireFeasible(Arguments arguments) {
        if (!arguments.waits) {
            throw RequestException.illegalArgument(
                    "[wait_for_completion] must be [true]: there are no tasks to ask for later");
        }
        if (arguments.pipeline != null && !arguments.pipeline.equals("_none")) {
            throw RequestException.illegalArgument("pipeline with id [" + arguments.pipeline + "] does not exist");
        }
        if (arguments.scrollSize <= 0) {
            throw RequestException.illegalArgument(
                    "[scroll_size] must be greater than 0, found [" + arguments.scrollSize + "]");
        }
        if (arguments.maxRetries < 0 || arguments.maxRetries > RETRIES_MAX) {
            throw RequestException.illegalArgument(
                    "[max_retries] must be between 0 and " + RETRIES_MAX + ", found [" + arguments.maxRetries + "]");
        }
    }

    private Action action(@Nullable Object script) {
        if (deletes) {
            return Action.Plain.DELETE;
        }
        if (script == null) {
            return Action.Plain.TOUCH;
        }
        Map<String, @Nullable Object> read = new LinkedHashMap<>();
        if (script instanceof Map<?, ?> object) {
            object.forEach((key, value) -> read.put(key.toString(), value));
        } else {
            read.put("source", script);
        }
        return new Action.Run(ScriptBody.read(read));
    }

    private static boolean proceeds(@Nullable Object conflicts) {
        return switch (String.valueOf(conflicts)) {
            case "null", "abort" -> false;
            case "proceed" -> true;
            default ->
                throw RequestException.illegalArgument(
                        "conflicts may only be \"proceed\" or \"abort\" but was [" + conflicts + "]");
        };
    }

    private Map<String, Object> answer(Request request, ByQueryResult result, long tookMillis) {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("took", tookMillis);
        answer.put("timed_out", false);
        answer.put("total", result.total());
        if (!deletes) {
            answer.put("updated", result.updated());
        }
        answer.put("deleted", result.deleted());
        answer.put("batches", result.batches());
        answer.put("version_conflicts", result.versionConflicts());
        answer.put("noops", result.noops());
        Map<String, Object> retries = new LinkedHashMap<>();
        retries.put("bulk", result.retries());
        retries.put("search", 0);
        answer.put("retries", retries);
        answer.put("throttled_millis", 0);
        answer.put("requests_per_second", -1.0);
        answer.put("throttled_until_millis", 0);
        answer.put(
                "failures",
                result.failures().stream()
                        .map(failure -> failure(request, failure))
                        .toList());
        return answer;
    }

    private Map<String, Object> failure(Request request, ByQueryResult.Failure failure) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("index", failure.index());
        if (request.version().hasTypes()) {
            shown.put("type", new MappingTypes(service).shownBy(failure.index()));
        }
        shown.put("id", failure.id());
        shown.put("cause", ErrorAnswer.cause(failure.cause(), request.output()));
        shown.put("status", failure.cause().kind().status());
        return shown;
    }
}
