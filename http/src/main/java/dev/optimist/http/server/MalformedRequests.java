package dev.optimist.http.server;

import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
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
 * Puts a stand-in where a request could not be decoded, so that its error is answered in turn, after those of the
 * requests before it.
 */
@Sharable
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

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof HttpRequest request && request.decoderResult().isFailure()) {
            ReferenceCountUtil.release(message);
            context.fireChannelRead(standIn(request.decoderResult().cause()));
        } else {
            context.fireChannelRead(message);
        }
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

    private static HttpRequest standIn(Throwable cause) {
        DefaultFullHttpRequest request = new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, STAND_IN, "/");
        request.headers()
                .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE)
                .set(KIND, kind(cause).name())
                .set(REASON, printable(cause.getMessage()));
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
