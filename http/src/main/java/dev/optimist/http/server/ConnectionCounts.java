package dev.optimist.http.server;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.ssl.SslHandler;
import java.nio.charset.StandardCharsets;

/** Tells of connections that come and go, and of the bytes on them. Stands at the head of every pipeline. */
@Sharable
final class ConnectionCounts extends ChannelDuplexHandler {
    private static final byte[] TOO_MANY =
            "HTTP/1.1 429 Too Many Requests\r\nRetry-After: 1\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
                    .getBytes(StandardCharsets.US_ASCII);

    private final ConnectionEvents events;
    private final InFlight inFlight;

    ConnectionCounts(ConnectionEvents events, InFlight inFlight) {
        this.events = events;
        this.inFlight = inFlight;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        events.opened();
        if (inFlight.connect()) {
            context.fireChannelActive();
        } else {
            turnAway(context);
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // nobody is left to be told
    private void turnAway(ChannelHandlerContext context) {
        events.rejected(Rejection.CONNECTIONS);
        if (context.pipeline().get(SslHandler.class) == null) {
            context.writeAndFlush(Unpooled.wrappedBuffer(TOO_MANY)).addListener(written -> context.close());
        } else {
            context.close();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        events.closed();
        inFlight.disconnect();
        context.fireChannelInactive();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof ByteBuf bytes) {
            events.received(bytes.readableBytes());
        }
        context.fireChannelRead(message);
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // the promise tells
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        if (message instanceof ByteBuf bytes) {
            events.sent(bytes.readableBytes());
        }
        context.write(message, promise);
    }
}
