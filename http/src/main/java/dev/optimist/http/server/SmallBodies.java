package dev.optimist.http.server;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Hands a request with a small body on when all of it is there, the body in its {@link CollectedHeaders}.
 *
 * <p>What announces a large body, or none, or wants to hear first whether it may go on, passes as it is. For each body
 * that is received as a stream the server's framework turns reading off and on again, which is two system calls.
 *
 * <p><b>Concurrency.</b> All fields belong to the connection's event loop.
 */
final class SmallBodies extends ChannelInboundHandlerAdapter {
    private static final byte[] NOTHING = {};

    /** What is read off a socket at once, about. */
    private static final int SMALL_BYTES = 1 << 16;

    private final long bytesMax;
    private final InFlight inFlight;
    private final Rejections rejections;
    private final ConnectionEvents events;
    private @Nullable HttpRequest head;
    private int announced;

    /** Grows as bytes arrive: who only announces them takes no memory. */
    private byte[] body = NOTHING;

    private int length;

    /** What comes after a body that there was no memory for is nobody's. */
    private boolean ends;

    /** @param contentBytesMax over it, a body is refused by others */
    SmallBodies(long contentBytesMax, InFlight inFlight, Rejections rejections, ConnectionEvents events) {
        this.bytesMax = Math.min(SMALL_BYTES, contentBytesMax);
        this.inFlight = inFlight;
        this.rejections = rejections;
        this.events = events;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        HttpRequest begun = head;
        if (ends) {
            ReferenceCountUtil.release(message);
        } else if (begun != null && message instanceof HttpContent part) {
            try {
                collect(context, begun, part);
            } finally {
                part.release();
            }
        } else if (message instanceof HttpRequest request && isSmall(request)) {
            head = request;
            announced = (int) announced(request.headers());
            body = NOTHING;
            length = 0;
        } else {
            context.fireChannelRead(message);
        }
    }

    private void collect(ChannelHandlerContext context, HttpRequest begun, HttpContent part) {
        ByteBuf bytes = part.content();
        int more = bytes.readableBytes();
        if (!inFlight.take(more)) {
            turnAway(context, begun);
            return;
        }
        if (length + more > body.length) {
            body = Arrays.copyOf(body, Math.min(announced, Math.max(length + more, 2 * length)));
        }
        bytes.readBytes(body, length, more);
        length += more;
        if (part instanceof LastHttpContent) {
            forget();
            context.fireChannelRead(new DefaultFullHttpRequest(
                    begun.protocolVersion(),
                    begun.method(),
                    begun.uri(),
                    Unpooled.EMPTY_BUFFER,
                    new CollectedHeaders(begun.headers(), taken()),
                    EmptyHttpHeaders.INSTANCE));
        }
    }

    private void turnAway(ChannelHandlerContext context, HttpRequest begun) {
        events.rejected(Rejection.BYTES);
        forget();
        body = NOTHING;
        ends = true;
        context.fireChannelRead(rejections.standIn(Rejection.BYTES, begun, /* closes= */ true));
        ReferenceCountUtil.release(begun);
    }

    /** Who comes next counts what is handed on. */
    private void forget() {
        head = null;
        inFlight.give(length);
        length = 0;
    }

    private byte[] taken() {
        byte[] taken = body;
        body = NOTHING;
        return taken;
    }

    /** Whoever is behind has seen nothing of it yet, and will not ask for the rest. */
    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        if (head != null || ends) {
            context.read();
        }
        context.fireChannelReadComplete();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        ReferenceCountUtil.release(head);
        forget();
    }

    private boolean isSmall(HttpRequest request) {
        HttpHeaders headers = request.headers();
        return request.decoderResult().isSuccess()
                && headers.contains(HttpHeaderNames.CONTENT_LENGTH)
                && !headers.contains(HttpHeaderNames.TRANSFER_ENCODING)
                && !headers.contains(HttpHeaderNames.EXPECT)
                && announced(headers) > 0
                && announced(headers) <= bytesMax;
    }

    /** Returns the length of the body, -1 where it is not a number. */
    private static long announced(HttpHeaders headers) {
        try {
            return Long.parseLong(headers.get(HttpHeaderNames.CONTENT_LENGTH, "-1"));
        } catch (NumberFormatException e) {
            return -1;
        }
    }
}
