package dev.optimist.http.server;

import dev.optimist.http.api.Response;
import dev.optimist.http.security.Authenticator;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.regex.Pattern;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

/** Writes answers: headers in Elasticsearch's order and case, one full message. */
final class Answer {
    /** Stands for an answer without a {@code content-type}. */
    static final String NO_CONTENT_TYPE = "";

    /** Somebody waits for each part of these: none may stay behind in a buffer. */
    private static final String EVENTS = "text/event-stream";

    private static final String PRODUCT = "X-elastic-product";
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;
    private static final int NOT_MODIFIED = 304;
    /** The coding, unless its weight is zero. */
    private static final Pattern GZIP = Pattern.compile(
            "(?:^|,)\\s*gzip\\s*(?:;\\s*q=(?!0(?:\\.0*)?\\s*(?:,|$))[0-9.]+\\s*)?(?:,|$)", Pattern.CASE_INSENSITIVE);

    private static final byte[] NO_BODY = new byte[0];

    private Answer() {}

    /** Completes when the answer is on its way; for HEAD, only its headers. */
    static Mono<Void> send(HttpServerRequest request, HttpServerResponse response, Response answer) {
        Flux<byte[]> stream = answer.stream();
        if (stream != null) {
            return send(request, response, answer, stream);
        }
        boolean head = request.method().equals(HttpMethod.HEAD);
        boolean packed = !head && answer.body().length > 0 && acceptsGzip(request.requestHeaders());
        byte[] body = packed ? Gzip.pack(answer.body()) : answer.body();
        HttpHeaders headers = response.responseHeaders();
        headers.remove(HttpHeaderNames.TRANSFER_ENCODING);
        addHeaders(request, headers, answer, packed);
        if (answer.status() != NOT_MODIFIED) {
            headers.addInt(HttpHeaderNames.CONTENT_LENGTH, body.length);
        }
        return response.status(HttpResponseStatus.valueOf(answer.status()))
                .sendObject(Unpooled.wrappedBuffer(head ? NO_BODY : body))
                .then();
    }

    /** Completes when all of the answer is on its way, which is asked for as fast as the client takes it. */
    private static Mono<Void> send(
            HttpServerRequest request, HttpServerResponse response, Response answer, Flux<byte[]> stream) {
        boolean live = answer.contentType().equals(EVENTS);
        boolean packed = !live && acceptsGzip(request.requestHeaders());
        addHeaders(request, response.responseHeaders(), answer, packed);
        Flux<byte[]> parts = packed ? Gzip.pack(stream) : stream;
        return response.status(HttpResponseStatus.valueOf(answer.status()))
                .send(parts.map(Unpooled::wrappedBuffer), part -> live)
                .then();
    }

    private static void addHeaders(HttpServerRequest request, HttpHeaders headers, Response answer, boolean packed) {
        answer.headers().forEach(headers::add);
        if (answer.status() != FORBIDDEN) {
            headers.add(PRODUCT, "Elasticsearch");
        }
        if (answer.status() == UNAUTHORIZED) {
            Authenticator.CHALLENGES.forEach(challenge -> headers.add(HttpHeaderNames.WWW_AUTHENTICATE, challenge));
        }
        echo(request.requestHeaders(), headers);
        if (!answer.contentType().isEmpty()) {
            headers.add(HttpHeaderNames.CONTENT_TYPE, answer.contentType());
        }
        if (packed) {
            headers.add(HttpHeaderNames.CONTENT_ENCODING, HttpHeaderValues.GZIP);
        }
    }

    /** Gives back what a client looks for in its answer as it was in its request. */
    static void echo(HttpHeaders request, HttpHeaders headers) {
        echo(request, headers, Tracing.OPAQUE_ID);
        echo(request, headers, Tracing.TRACE_PARENT);
    }

    private static void echo(HttpHeaders request, HttpHeaders headers, CharSequence name) {
        String sent = request.get(name);
        if (sent != null) {
            headers.add(name, sent);
        }
    }

    private static boolean acceptsGzip(HttpHeaders headers) {
        String accepted = headers.get(HttpHeaderNames.ACCEPT_ENCODING);
        return accepted != null && GZIP.matcher(accepted).find();
    }
}
