package dev.optimist.http.server;

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
import java.nio.charset.StandardCharsets;

/** How a request is answered that was turned away: with Elasticsearch's words for indexing pressure. */
final class Rejections {
    /** Known by identity: no client can send it. */
    private static final HttpMethod STAND_IN = new HttpMethod("REJECTED");

    private static final String REASON = "reason";

    /** When to try again, in seconds: the shortest that the header can say. */
    private static final String RETRY_AFTER = "1";

    private Rejections() {}

    /** Makes the request that takes the place of one that was turned away. */
    static HttpRequest standIn(Rejection rejection, InFlight inFlight, boolean closes) {
        DefaultFullHttpRequest request = new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, STAND_IN, "/");
        request.headers().set(REASON, reason(rejection, inFlight));
        if (closes) {
            request.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        }
        return request;
    }

    @SuppressWarnings("ReferenceEquality") // a method of the same name is somebody's real request
    static boolean isStandIn(HttpMethod method) {
        return method == STAND_IN;
    }

    static String reason(HttpHeaders headers) {
        return headers.get(REASON, "rejected");
    }

    /** Makes the answer where no request can take the place of one any more. */
    static FullHttpResponse answer(Rejection rejection, InFlight inFlight) {
        String error =
                "\"type\":\"es_rejected_execution_exception\",\"reason\":\"" + reason(rejection, inFlight) + "\"";
        byte[] body = ("{\"error\":{\"root_cause\":[{" + error + "}]," + error + "},\"status\":429}")
                .getBytes(StandardCharsets.UTF_8);
        FullHttpResponse answer = new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1, HttpResponseStatus.TOO_MANY_REQUESTS, Unpooled.wrappedBuffer(body));
        answer.headers()
                .set("X-elastic-product", "Elasticsearch")
                .set(HttpHeaderNames.CONTENT_TYPE, "application/json")
                .set(HttpHeaderNames.RETRY_AFTER, RETRY_AFTER)
                .setInt(HttpHeaderNames.CONTENT_LENGTH, body.length)
                .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        return answer;
    }

    static String reason(Rejection rejection, InFlight inFlight) {
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
