package dev.optimist.http.api;

import dev.optimist.core.service.DocumentService;
import dev.optimist.core.service.IndexOptions;
import dev.optimist.http.route.HttpMethod;
import dev.optimist.http.route.Parameters;
import dev.optimist.http.route.Route;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import reactor.core.publisher.Mono;

/**
 * Accepts what indices of a search engine need from time to time: here every acknowledged write is durable and visible,
 * and nothing is left to do.
 */
final class MaintainIndices implements Endpoint {
    private static final List<HttpMethod> GET_POST = List.of(HttpMethod.GET, HttpMethod.POST);
    private static final List<HttpMethod> POST = List.of(HttpMethod.POST);
    private static final Set<String> BOOLEANS = Set.of(
            "force",
            "wait_if_ongoing",
            "flush",
            "only_expunge_deletes",
            "wait_for_completion",
            "query",
            "fielddata",
            "request");

    private static final String FLUSH = "_flush";
    private static final String FORCE_MERGE = "_forcemerge";
    private static final int ALL_SEGMENTS = -1;

    private final DocumentService service;
    private final String action;
    private final List<HttpMethod> methods;
    private final Set<String> parameters;

    private MaintainIndices(DocumentService service, String action, List<HttpMethod> methods, Set<String> parameters) {
        this.service = service;
        this.action = action;
        this.methods = methods;
        this.parameters = DocumentRequest.names(IndexExpression.NAMES, parameters);
    }

    /** Makes the endpoints of all these actions. */
    static List<Endpoint> all(DocumentService service) {
        return List.of(
                new MaintainIndices(service, "_refresh", GET_POST, Set.of()),
                new MaintainIndices(service, FLUSH, GET_POST, Set.of("force", "wait_if_ongoing")),
                new MaintainIndices(
                        service,
                        FORCE_MERGE,
                        POST,
                        Set.of("flush", "only_expunge_deletes", "max_num_segments", "wait_for_completion")),
                new MaintainIndices(service, "_cache/clear", POST, Set.of("query", "fielddata", "request", "fields")));
    }

    @Override
    public List<Route> routes() {
        return Stream.of("/" + action, "/{index}/" + action)
                .flatMap(pattern -> DocumentRequest.routes(methods, pattern, parameters))
                .toList();
    }

    @Override
    public boolean takesIdempotencyKey() {
        return true;
    }

    @Override
    public Mono<Response> handle(Request request) {
        Parameters read = request.parameters();
        IndexExpression expression = IndexExpression.read(request, IndexOptions.OPEN_ONLY);
        for (String name : parameters) {
            if (BOOLEANS.contains(name)) {
                read.bool(name, /* absent= */ false);
            } else if (name.equals("max_num_segments")) {
                read.integer(name, ALL_SEGMENTS);
            }
        }
        if (action.equals(FLUSH)) {
            refuseWaitlessForce(read);
        } else if (action.equals(FORCE_MERGE) && !request.version().legacy()) {
            refuseTwoAims(read);
        }
        return Mono.fromSupplier(() -> ShardCounts.answer(request, expression.resolve(service.indices())));
    }

    private static void refuseWaitlessForce(Parameters read) {
        new Validation()
                .refuseIf(
                        read.bool("force", /* absent= */ false) && !read.bool("wait_if_ongoing", /* absent= */ true),
                        "wait_if_ongoing must be true for a force flush")
                .check();
    }

    private static void refuseTwoAims(Parameters read) {
        new Validation()
                .refuseIf(
                        read.bool("only_expunge_deletes", /* absent= */ false)
                                && read.integer("max_num_segments", ALL_SEGMENTS) != ALL_SEGMENTS,
                        "cannot set only_expunge_deletes and max_num_segments at the same time, those two parameters are"
                                + " mutually exclusive")
                .check();
    }
}
