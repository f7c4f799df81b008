package dev.optimist.http.server;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;

/** Tells of connections that come and go, and of the bytes on them. Stands at the head of every pipeline. */
@Sharable
final class ConnectionCounts extends ChannelDuplexHandler {
    private final ConnectionEvents events;

    ConnectionCounts(ConnectionEvents events) {
        this.events = events;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        events.opened();
        context.fireChannelActive();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        events.closed();
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
