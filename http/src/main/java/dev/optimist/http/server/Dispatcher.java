package dev.optimist.http.server;

import dev.optimist.core.error.DocumentException;
import dev.optimist.core.error.ErrorKind;
import dev.optimist.core.error.RequestException;
import dev.optimist.http.api.Endpoint;
import dev.optimist.http.api.OnceOnly;
import dev.optimist.http.api.Request;
import dev.optimist.http.api.Response;
import dev.optimist.http.api.RoutePrivileges;
import dev.optimist.http.api.StreamingEndpoint;
import dev.optimist.http.error.ErrorAnswer;
import dev.optimist.http.json.ApiVersion;
import dev.optimist.http.json.ContentNegotiation;
import dev.optimist.http.json.FilterPath;
import dev.optimist.http.json.Output;
import dev.optimist.http.route.HttpMethod;
import dev.optimist.http.route.Match;
import dev.optimist.http.route.Parameters;
import dev.optimist.http.route.PathParameters;
import dev.optimist.http.route.RequestTarget;
import dev.optimist.http.route.Route;
import dev.optimist.http.route.RouteTable;
import dev.optimist.http.security.Action;
import dev.optimist.http.security.Permit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/**
 * Brings a request to its endpoint, in the order of Elasticsearch's checks: content types, route, the values of
 * parameters, unknown parameters, a body where none belongs, then the work.
 */
final class Dispatcher {
    private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);
    private static final int TOO_MANY_REQUESTS = 429;
    private static final String TEXT = "text/plain; charset=UTF-8";

    private final RouteTable<Target> routes;

    /** The last segments of the paths whose bodies may be read as they arrive: a first look that costs little. */
    private final List<String> streamingNames;

    private final ServerConfiguration configuration;
    private final Authorization authorization;
    private final ConnectionEvents events;
    private final Output plain;

    Dispatcher(
            List<Endpoint> endpoints,
            ServerConfiguration configuration,
            Authorization authorization,
            ConnectionEvents events) {
        RouteTable.Builder<Target> builder = RouteTable.builder();
        for (Endpoint endpoint : endpoints) {
            for (Route route : endpoint.routes()) {
                builder.add(
                        route,
                        new Target(
                                endpoint,
                                route.parameters(),
                                RoutePrivileges.of(route),
                                route.method() + " " + route.pattern()));
            }
        }
        this.routes = builder.build();
        this.streamingNames = endpoints.stream()
                .filter(StreamingEndpoint.class::isInstance)
                .flatMap(endpoint -> endpoint.routes().stream())
                .map(route -> route.pattern().substring(route.pattern().lastIndexOf('/')))
                .distinct()
                .toList();
        this.configuration = configuration;
        this.authorization = authorization;
        this.events = events;
        this.plain = plainOutput(configuration.apiVersion());
    }

    /** Where a route leads. */
    private record Target(Endpoint endpoint, Set<String> parameters, List<Action> actions, String name) {}

    /**
     * A request as it came off the connection.
     *
     * @param stream the body where it is still to arrive, for an endpoint that reads it so
     * @param caller who makes it
     */
    @SuppressWarnings("ArrayRecordComponent") // handed on, never compared
    record Incoming(
            String method,
            String uri,
            Headers headers,
            byte[] body,
            StreamingEndpoint.@Nullable Body stream,
            Caller caller) {
        /** A request whose body is there, empty where it has none. */
        Incoming(String method, String uri, Headers headers, byte[] body, Caller caller) {
            this(method, uri, headers, body, null, caller);
        }

        /** Returns the same request with a body that is still to arrive. */
        Incoming with(StreamingEndpoint.Body arriving) {
            return new Incoming(method, uri, headers, body, arriving, caller);
        }

        boolean hasBody() {
            return stream != null || body.length > 0;
        }

        RequestTarget target() {
            return new RequestTarget(uri);
        }
    }

    /** The headers of a request. */
    interface Headers extends Request.Headers {
        @Override
        List<String> all(String name);
    }

    /** Emits the answer, also where it is an error; never fails. */
    Mono<Response> dispatch(Incoming incoming) {
        RequestTarget target = incoming.target();
        Output output = plain;
        try {
            Parameters query = Parameters.parse(target.rawQuery(), PathParameters.NONE);
            ContentNegotiation formats = negotiate(incoming, query);
            output = output(formats, query);
            Match<Target> match =
                    routes.match(incoming.method(), target, output.version().hasTypes());
            if (!(match instanceof Match.Found<Target> found)) {
                return Mono.just(unmatched(match, incoming, output));
            }
            if (formats.unsupported() != null) {
                return Mono.just(Response.of(ErrorAnswer.unsupportedContentType(formats.unsupported(), output)));
            }
            return handle(incoming, target, query.with(found.pathParameters()), formats, output, found);
        } catch (RuntimeException failure) {
            return Mono.just(failed(failure, output, incoming.caller().trace()));
        }
    }

    private Mono<Response> handle(
            Incoming incoming,
            RequestTarget target,
            Parameters parameters,
            ContentNegotiation formats,
            Output output,
            Match.Found<Target> found) {
        Permit permit = authorization.permit(
                incoming.caller().identity(),
                incoming.uri(),
                parameters,
                found.target().actions());
        Request request = new Request(
                Objects.requireNonNull(HttpMethod.named(incoming.method())),
                incoming.uri(),
                target.rawPath(),
                parameters,
                incoming.headers(),
                incoming.body(),
                formats.body(),
                output,
                permit);
        Endpoint endpoint = found.target().endpoint();
        TracedRequest trace = incoming.caller().trace();
        if (trace != null) {
            trace.routed(found.target().name(), found.pathParameters().get("index"));
        }
        if (!endpoint.takesIdempotencyKey() && !request.method().isSafe()) {
            OnceOnly.refuse(incoming.headers().get(OnceOnly.HEADER), request.path());
        }
        Mono<Response> answer = incoming.stream() != null && endpoint instanceof StreamingEndpoint streaming
                ? streaming.handle(request, incoming.stream())
                : endpoint.handle(request);
        parameters.unrecognized(target.path(), found.target().parameters()).ifPresent(unknown -> {
            throw unknown;
        });
        if (request.hasBody() && !endpoint.takesBody()) {
            throw RequestException.illegalArgument(
                    "request [" + incoming.method() + " " + target.rawPath() + "] does not support having a body");
        }
        Mono<Response> whole = answer.onErrorResume(
                failure -> !(failure instanceof UnreadableBodyException),
                failure -> Mono.just(failed(failure, output, trace)));
        return trace == null ? whole : whole.doOnNext(ready -> trace.answered(ready.status()));
    }

    /** Returns whether a request may be served to somebody who does not say who they are. */
    boolean isOpen(Incoming incoming) {
        try {
            RequestTarget target = incoming.target();
            return routes.match(incoming.method(), target, /* withTypes= */ false) instanceof Match.Found<Target> found
                    && found.target().actions().contains(Action.OPEN);
        } catch (DocumentException unreadable) {
            return false;
        }
    }

    /** Returns whether a request with a body goes to an endpoint that reads it as it arrives. */
    boolean streams(Incoming incoming) {
        if (!mayStream(incoming.uri())) {
            return false;
        }
        RequestTarget target = incoming.target();
        return routes.match(incoming.method(), target, hasTypes(incoming, target)) instanceof Match.Found<Target> found
                && found.target().endpoint() instanceof StreamingEndpoint;
    }

    private boolean mayStream(String uri) {
        for (String name : streamingNames) {
            if (uri.contains(name)) {
                return true;
            }
        }
        return false;
    }

    private boolean hasTypes(Incoming incoming, RequestTarget target) {
        try {
            Parameters query = Parameters.parse(target.rawQuery(), PathParameters.NONE);
            return negotiate(incoming, query).version().hasTypes();
        } catch (DocumentException unreadable) {
            return false; // which is answered when it is dispatched
        }
    }

    private ContentNegotiation negotiate(Incoming incoming, Parameters query) {
        Headers headers = incoming.headers();
        return ContentNegotiation.of(
                headers.all("Content-Type"),
                headers.all("Accept"),
                query.string("format"),
                incoming.hasBody(),
                () -> fromBrowser(headers),
                configuration.strictContentType(),
                configuration.apiVersion());
    }

    private static boolean fromBrowser(Headers headers) {
        return headers.get("Origin") != null
                || headers.get("Sec-Fetch-Site") != null
                || headers.get("Sec-Fetch-Mode") != null
                || headers.get("Sec-Fetch-Dest") != null;
    }

    private Output output(ContentNegotiation formats, Parameters query) {
        if (query.emptyQuery() && formats.looksLike(plain)) {
            return plain;
        }
        return newOutput(formats, query);
    }

    private static Output newOutput(ContentNegotiation formats, Parameters query) {
        String filter = query.string("filter_path");
        return new Output(
                formats.answer(),
                formats.mediaType(),
                query.bool("pretty", /* absent= */ false),
                query.bool("human", /* absent= */ false),
                query.bool("error_trace", /* absent= */ false),
                filter == null ? FilterPath.ALL : FilterPath.parse(filter),
                formats.version());
    }

    /** Returns how answers look to who asks for nothing special. */
    static Output plainOutput(ApiVersion version) {
        ContentNegotiation formats = ContentNegotiation.json(version);
        return newOutput(formats, Parameters.parse("", PathParameters.NONE));
    }

    private static Response unmatched(Match<Target> match, Incoming incoming, Output output) {
        if (match instanceof Match.Options<Target> options) {
            return options(options.allowed());
        }
        return Response.of(error(match, incoming, output));
    }

    private static ErrorAnswer error(Match<Target> match, Incoming incoming, Output output) {
        if (match instanceof Match.WrongMethod<Target> wrong) {
            return ErrorAnswer.wrongMethod(incoming.method(), incoming.uri(), wrong.allowed(), output);
        }
        if (match instanceof Match.UnexpectedMethod<Target> unexpected) {
            return ErrorAnswer.unexpectedMethod(incoming.method(), unexpected.allowed(), output);
        }
        return ErrorAnswer.noHandler(incoming.method(), incoming.uri(), output);
    }

    private static Response options(List<HttpMethod> allowed) {
        Response empty = new Response(200, new byte[0], TEXT, Map.of());
        return allowed.isEmpty() ? empty : empty.with("Allow", ErrorAnswer.allow(allowed));
    }

    /** Renders a failure; one that nobody foresaw is logged under the id that the answer bears. */
    Response failed(Throwable failure, @Nullable Output wanted) {
        return failed(failure, wanted, /* trace= */ null);
    }

    private Response failed(Throwable failure, @Nullable Output wanted, @Nullable TracedRequest trace) {
        Output output = wanted == null ? plain : wanted;
        if (failure instanceof DocumentException known) {
            if (known.kind().status() == TOO_MANY_REQUESTS && known.kind() != ErrorKind.TOO_MANY_ATTEMPTS) {
                events.rejected(Rejection.SERVICE);
            }
            return Response.of(ErrorAnswer.of(failure, output));
        }
        String id = ErrorAnswer.newId();
        LOG.error("Unexpected failure {}{}", id, trace == null ? "" : " of " + trace, failure);
        return Response.of(ErrorAnswer.unknown(id, output));
    }
}
