package dev.optimist.http.server;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;

/**
 * Puts a stand-in where a request is malformed, so that its error is answered in turn, after those of the requests before
 * it. Nothing behind it is read as a request.
 *
 * <p><b>Concurrency.</b> The field belongs to the connection's event loop.
 */
final class MalformedRequests extends ChannelInboundHandlerAdapter {
    /** Known by identity: no client can send it. */
    private static final HttpMethod STAND_IN = new HttpMethod("MALFORMED");

    private static final String KIND = "kind";
    private static final String REASON = "reason";

    /** What was wrong with a request. */
    enum Kind {
        LINE_TOO_LONG,
        HEADERS_TOO_LONG,
        OTHER
    }

    private boolean ends;

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (ends) {
            ReferenceCountUtil.release(message);
        } else if (message instanceof HttpRequest request) {
            begin(context, request);
        } else {
            context.fireChannelRead(message instanceof HttpContent part ? plainly(part) : message);
        }
    }

    private void begin(ChannelHandlerContext context, HttpRequest request) {
        HttpRequest standIn = standIn(request);
        if (standIn == null) {
            context.fireChannelRead(request);
        } else {
            ends = true;
            ReferenceCountUtil.release(request);
            context.fireChannelRead(standIn);
        }
    }

    /** A chunk's line that is too long is answered as any malformed chunk is: the request's own line was not. */
    private static HttpContent plainly(HttpContent part) {
        if (part.decoderResult().cause() instanceof TooLongHttpLineException tooLong) {
            part.setDecoderResult(DecoderResult.failure(new IllegalArgumentException(tooLong.getMessage())));
        }
        return part;
    }

    @SuppressWarnings("ReferenceEquality") // a method of the same name is somebody's real request
    static boolean isStandIn(HttpMethod method) {
        return method == STAND_IN;
    }

    static Kind kind(HttpHeaders headers) {
        return Kind.valueOf(headers.get(KIND));
    }

    static String reason(HttpHeaders headers) {
        return headers.get(REASON, "malformed request");
    }

    private static @Nullable HttpRequest standIn(HttpRequest request) {
        if (request.decoderResult().isFailure()) {
            Throwable cause = request.decoderResult().cause();
            return standIn(kind(cause), cause.getMessage());
        }
        String objection = RequestHead.objection(request);
        return objection == null ? null : standIn(Kind.OTHER, objection);
    }

    private static HttpRequest standIn(Kind kind, @Nullable String reason) {
        DefaultFullHttpRequest request = new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, STAND_IN, "/");
        request.headers()
                .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE)
                .set(KIND, kind.name())
                .set(REASON, printable(reason));
        return request;
    }

    private static Kind kind(Throwable cause) {
        if (cause instanceof TooLongHttpLineException) {
            return Kind.LINE_TOO_LONG;
        }
        return cause instanceof TooLongHttpHeaderException ? Kind.HEADERS_TOO_LONG : Kind.OTHER;
    }

    private static String printable(@Nullable String message) {
        return message == null ? "malformed request" : message.replaceAll("[^\\x20-\\x7e]", "?");
    }
}
