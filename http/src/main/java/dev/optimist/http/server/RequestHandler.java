package dev.optimist.http.server;

import dev.optimist.core.error.DocumentException;
import dev.optimist.core.error.ErrorKind;
import dev.optimist.core.error.RequestException;
import dev.optimist.http.api.Response;
import dev.optimist.http.api.StreamingEndpoint;
import dev.optimist.http.security.Authenticator;
import dev.optimist.http.security.Authenticator.Claim;
import dev.optimist.http.security.Identity;
import dev.optimist.http.security.RequestGuard;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

/** Takes a request off its connection, has it dispatched, and puts the answer on the connection. */
final class RequestHandler {
    private static final byte[] EMPTY = new byte[0];

    private final Dispatcher dispatcher;
    private final RequestGuard guard;
    private final @Nullable Authenticator authenticator;
    private final int contentBytesMax;
    private final int collectedBytesMax;
    private final int gzipRatioMax;
    private final InFlight inFlight;
    private final Rejections rejections;
    private final Tracing tracing;

    /** @param authenticator null where nobody is asked who they are */
    RequestHandler(
            Dispatcher dispatcher,
            RequestGuard guard,
            @Nullable Authenticator authenticator,
            ServerConfiguration.Limits limits,
            InFlight inFlight,
            Rejections rejections,
            Tracing tracing) {
        this.tracing = tracing;
        this.dispatcher = dispatcher;
        this.guard = guard;
        this.authenticator = authenticator;
        this.inFlight = inFlight;
        this.rejections = rejections;
        this.contentBytesMax = limits.contentBytes();
        this.collectedBytesMax = (int) Math.min(limits.contentBytes(), inFlight.longestBody());
        this.gzipRatioMax = limits.gzipRatio();
    }

    Publisher<Void> handle(HttpServerRequest request, HttpServerResponse response) {
        HttpHeaders headers = request.requestHeaders();
        if (Rejections.isStandIn(request.method())) {
            return Answer.send(request, response, Response.of(rejections.answer(headers)));
        }
        TracedRequest trace = tracing.begin(headers);
        return trace == null
                ? handle(request, response, headers, Caller.UNKNOWN)
                : tracing.watch(Mono.from(handle(request, response, headers, new Caller(null, trace))), trace);
    }

    private Publisher<Void> handle(
            HttpServerRequest request, HttpServerResponse response, HttpHeaders headers, Caller caller) {
        long length = headers.contains(HttpHeaderNames.CONTENT_LENGTH) ? contentLength(headers) : 0;
        Response refusal = refusal(request, headers, length);
        if (refusal != null) {
            return Answer.send(request, response.keepAlive(false), refusal);
        }
        return authenticator == null
                ? serve(request, response, headers, length, caller)
                : authenticated(authenticator, request, response, headers, length, caller.trace());
    }

    private Publisher<Void> authenticated(
            Authenticator asking,
            HttpServerRequest request,
            HttpServerResponse response,
            HttpHeaders headers,
            long length,
            @Nullable TracedRequest trace) {
        Claim claim = new Claim(headers.get(HttpHeaderNames.AUTHORIZATION), address(request), request.uri());
        try {
            Identity known = asking.known(claim);
            if (known != null) {
                return admitted(request, response, headers, length, new Caller(known, trace), known);
            }
        } catch (DocumentException stranger) {
            return turnedAway(request, response, headers, stranger);
        }
        return asking.verify(claim)
                .publishOn(Schedulers.fromExecutor(EventLoops.current()))
                .<Publisher<Void>>map(
                        identity -> admitted(request, response, headers, length, new Caller(identity, trace), identity))
                .onErrorResume(
                        DocumentException.class,
                        stranger -> Mono.just(turnedAway(request, response, headers, stranger)))
                .flatMap(Mono::from);
    }

    private static InetAddress address(HttpServerRequest request) {
        InetSocketAddress remote = request.remoteAddress();
        return remote == null ? InetAddress.getLoopbackAddress() : remote.getAddress();
    }

    private Publisher<Void> admitted(
            HttpServerRequest request,
            HttpServerResponse response,
            HttpHeaders headers,
            long length,
            Caller caller,
            Identity identity) {
        return identity.known() || dispatcher.isOpen(incoming(request, headers, EMPTY, caller))
                ? serve(request, response, headers, length, caller)
                : turnedAway(request, response, headers, Authenticator.missing(request.uri()));
    }

    /** Of a stranger no body is read, so that the connection ends unless there is none. */
    private Mono<Void> turnedAway(
            HttpServerRequest request, HttpServerResponse response, HttpHeaders headers, DocumentException why) {
        boolean read = headers instanceof CollectedHeaders
                || !(headers.contains(HttpHeaderNames.CONTENT_LENGTH)
                        || headers.contains(HttpHeaderNames.TRANSFER_ENCODING));
        HttpServerResponse answered = read ? response : response.keepAlive(false);
        return Answer.send(request, answered, dispatcher.failed(why, /* wanted= */ null));
    }

    private Publisher<Void> serve(
            HttpServerRequest request, HttpServerResponse response, HttpHeaders headers, long length, Caller caller) {
        if (length == 0 && !headers.contains(HttpHeaderNames.TRANSFER_ENCODING)) {
            return dispatch(request, headers, EMPTY, caller).flatMap(answer -> Answer.send(request, response, answer));
        }
        Dispatcher.Incoming head = incoming(request, headers, EMPTY, caller);
        boolean streams = dispatcher.streams(head);
        if (!streams && headers instanceof CollectedHeaders collected) {
            return answer(request, response, headers, collected.body(), caller);
        }
        if (streams) {
            return dispatcher
                    .dispatch(head.with(body(request, headers)))
                    .onErrorResume(UnreadableBodyException.class, failure -> unreadableStream(response, failure))
                    .flatMap(answer -> Answer.send(request, response, answer));
        }
        if (length > collectedBytesMax) {
            return Answer.send(request, response, tooLarge(response));
        }
        return new BodyCollector(request.receive(), (int) length, collectedBytesMax)
                .flatMap(body -> dispatchUnpacked(request, headers, body, caller))
                .onErrorResume(RequestHandler::isAnswered, failure -> Mono.just(unreadable(response, failure)))
                .flatMap(answer -> Answer.send(request, response, answer));
    }

    private Mono<Void> answer(
            HttpServerRequest request, HttpServerResponse response, HttpHeaders headers, byte[] body, Caller caller) {
        Mono<Response> answer;
        try {
            answer = dispatchUnpacked(request, headers, body, caller);
        } catch (DocumentException | BodyCollector.TooLargeException unreadable) {
            answer = Mono.just(unreadable(response, unreadable));
        }
        return answer.flatMap(ready -> Answer.send(request, response, ready));
    }

    private StreamingEndpoint.Body body(HttpServerRequest request, HttpHeaders headers) {
        Flux<byte[]> received = headers instanceof CollectedHeaders collected
                ? Flux.just(collected.body())
                : request.receive().asByteArray();
        Flux<byte[]> parts = isGzip(headers)
                ? BodyParts.gzip(received, contentBytesMax)
                : BodyParts.plain(received, contentBytesMax);
        return new StreamingEndpoint.Body(parts, Schedulers.fromExecutor(EventLoops.current()));
    }

    private static Mono<Response> unreadableStream(HttpServerResponse response, UnreadableBodyException failure) {
        return failure instanceof BodyCollector.TooLargeException
                ? Mono.just(tooLarge(response))
                : Mono.empty(); // nobody is there any more
    }

    private static Dispatcher.Incoming incoming(
            HttpServerRequest request, HttpHeaders headers, byte[] body, Caller caller) {
        return new Dispatcher.Incoming(
                request.method().name(), request.uri(), new ReceivedHeaders(headers), body, caller);
    }

    private Mono<Response> dispatch(HttpServerRequest request, HttpHeaders headers, byte[] body, Caller caller) {
        return dispatcher.dispatch(incoming(request, headers, body, caller));
    }

    /** Returns the answer to a request whose body is not read, or null. */
    private @Nullable Response refusal(HttpServerRequest request, HttpHeaders headers, long length) {
        if (MalformedRequests.isStandIn(request.method())) {
            return dispatcher.failed(malformed(headers), /* wanted= */ null);
        }
        Optional<RequestException> objection =
                guard.objection(headers.get(HttpHeaderNames.HOST), headers.get(HttpHeaderNames.ORIGIN));
        if (objection.isPresent()) {
            return dispatcher.failed(objection.get(), /* wanted= */ null);
        }
        if (length > contentBytesMax) {
            return empty(413);
        }
        String expected = headers.get(HttpHeaderNames.EXPECT);
        return expected == null || HttpHeaderValues.CONTINUE.contentEqualsIgnoreCase(expected) ? null : empty(417);
    }

    private static long contentLength(HttpHeaders headers) {
        try {
            return Long.parseLong(headers.get(HttpHeaderNames.CONTENT_LENGTH, "0"));
        } catch (NumberFormatException e) {
            return Long.MAX_VALUE;
        }
    }

    private static DocumentException malformed(HttpHeaders headers) {
        String reason = MalformedRequests.reason(headers);
        return switch (MalformedRequests.kind(headers)) {
            case LINE_TOO_LONG -> RequestException.of(ErrorKind.TOO_LONG_HTTP_LINE, reason);
            case HEADERS_TOO_LONG -> RequestException.of(ErrorKind.TOO_LONG_HTTP_HEADER, reason);
            case OTHER -> RequestException.illegalArgument(reason);
        };
    }

    private static boolean isGzip(HttpHeaders headers) {
        return HttpHeaderValues.GZIP.contentEqualsIgnoreCase(headers.get(HttpHeaderNames.CONTENT_ENCODING, ""));
    }

    private Mono<Response> dispatchUnpacked(
            HttpServerRequest request, HttpHeaders headers, byte[] body, Caller caller) {
        if (!isGzip(headers)) {
            return dispatch(request, headers, body, caller);
        }
        byte[] unpacked = unpacked(body);
        if (!inFlight.take(unpacked.length)) {
            return Mono.just(dispatcher.failed(
                    RequestException.of(ErrorKind.REJECTED, rejections.reason(Rejection.BYTES)), null));
        }
        return dispatch(request, headers, unpacked, caller).doFinally(ended -> inFlight.give(unpacked.length));
    }

    private byte[] unpacked(byte[] body) {
        try {
            return Gzip.unpack(body, collectedBytesMax, gzipRatioMax);
        } catch (IOException e) {
            throw RequestException.illegalArgument("Not in GZIP format");
        }
    }

    /** Returns whether a failure to read a body is the client's; a connection that has gone is nobody's to answer. */
    private static boolean isAnswered(Throwable failure) {
        return failure instanceof BodyCollector.TooLargeException || failure instanceof DocumentException;
    }

    private Response unreadable(HttpServerResponse response, Throwable failure) {
        return failure instanceof BodyCollector.TooLargeException
                ? tooLarge(response)
                : dispatcher.failed(failure, /* wanted= */ null);
    }

    private static Response tooLarge(HttpServerResponse response) {
        response.keepAlive(false);
        return empty(413);
    }

    private static Response empty(int status) {
        return new Response(status, EMPTY, Answer.NO_CONTENT_TYPE, Map.of());
    }

    /** The headers of a request, as Netty keeps them. */
    private record ReceivedHeaders(HttpHeaders headers) implements Dispatcher.Headers {
        @Override
        public @Nullable String get(String name) {
            return headers.get(name);
        }

        @Override
        public List<String> all(String name) {
            return headers.getAll(name);
        }
    }
}
