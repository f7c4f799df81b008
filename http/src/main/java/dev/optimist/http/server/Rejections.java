package dev.optimist.http.server;

import dev.optimist.core.error.ErrorKind;
import dev.optimist.core.error.RequestException;
import dev.optimist.http.error.ErrorAnswer;
import dev.optimist.http.json.ApiVersion;
import dev.optimist.http.json.Output;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How a request is answered that was turned away: with Elasticsearch's words for indexing pressure.
 *
 * <p><b>Concurrency.</b> Any thread.
 */
final class Rejections {
    /** Known by identity: no client can send it. */
    private static final HttpMethod STAND_IN = new HttpMethod("REJECTED");

    private static final String REASON = "reason";

    private final InFlight inFlight;
    private final Output plain;

    /** Those whose words are always the same, once they were rendered. */
    private final Map<Rejection, ErrorAnswer> rendered = new ConcurrentHashMap<>();

    Rejections(InFlight inFlight, ApiVersion version) {
        this.inFlight = inFlight;
        this.plain = Dispatcher.plainOutput(version);
    }

    /** Makes the request that takes the place of one that was turned away, where others wait for their answers before it. */
    HttpRequest standIn(Rejection rejection, HttpRequest request, boolean closes) {
        DefaultFullHttpRequest standIn = new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, STAND_IN, "/");
        standIn.headers().set(REASON, reason(rejection));
        Answer.echo(request.headers(), standIn.headers());
        if (closes) {
            standIn.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        }
        return standIn;
    }

    @SuppressWarnings("ReferenceEquality") // a method of the same name is somebody's real request
    static boolean isStandIn(HttpMethod method) {
        return method == STAND_IN;
    }

    /** Makes the answer to a stand-in. */
    ErrorAnswer answer(HttpHeaders standIn) {
        return render(standIn.get(REASON, "rejected"));
    }

    /** Makes the answer to a request that nobody waits before. */
    FullHttpResponse answer(Rejection rejection, HttpRequest request) {
        FullHttpResponse answer = answer(rejection);
        Answer.echo(request.headers(), answer.headers());
        return answer;
    }

    /** Makes the last answer of a connection, where nothing can take the place of the request any more. */
    FullHttpResponse lastAnswer(Rejection rejection) {
        FullHttpResponse answer = answer(rejection);
        answer.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        return answer;
    }

    private FullHttpResponse answer(Rejection rejection) {
        ErrorAnswer error =
                rejection == Rejection.BYTES ? render(rejection) : rendered.computeIfAbsent(rejection, this::render);
        FullHttpResponse answer = new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1, HttpResponseStatus.TOO_MANY_REQUESTS, Unpooled.wrappedBuffer(error.body()));
        HttpHeaders headers = answer.headers();
        error.headers().forEach(headers::add);
        headers.add("X-elastic-product", "Elasticsearch")
                .add(HttpHeaderNames.CONTENT_TYPE, error.contentType())
                .addInt(HttpHeaderNames.CONTENT_LENGTH, error.body().length);
        return answer;
    }

    private ErrorAnswer render(Rejection rejection) {
        return render(reason(rejection));
    }

    private ErrorAnswer render(String reason) {
        return ErrorAnswer.of(RequestException.of(ErrorKind.REJECTED, reason), plain);
    }

    String reason(Rejection rejection) {
        InFlight.Limits limits = inFlight.limits();
        return switch (rejection) {
            case BYTES ->
                "rejected execution of coordinating operation [coordinating_and_primary_bytes=" + inFlight.bytes()
                        + ", replica_bytes=0, all_bytes=" + inFlight.bytes()
                        + ", max_coordinating_and_primary_bytes=" + limits.bytes() + "]";
            case CONNECTION_BYTES ->
                "rejected execution of coordinating operation: requests of one connection may take ["
                        + limits.connectionBytes() + "] bytes";
            case REQUESTS -> "rejected execution of a request: [" + limits.requests() + "] are under way already";
            case PIPELINED ->
                "rejected execution of a request: [" + limits.pipelined() + "] wait on this connection already";
            case CONNECTIONS, SERVICE -> "rejected execution";
        };
    }
}
