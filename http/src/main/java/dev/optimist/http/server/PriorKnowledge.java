package dev.optimist.http.server;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.http2.Http2CodecUtil;
import java.util.List;

/**
 * Looks whether the first bytes of a connection that is not encrypted are the preface of HTTP/2, and is gone then: of a
 * connection of HTTP/1.1 it sees one packet.
 */
final class PriorKnowledge extends ByteToMessageDecoder {
    private static final ByteBuf PREFACE = Http2CodecUtil.connectionPrefaceBuf().asReadOnly();

    private final Http2Connections connections;

    PriorKnowledge(Http2Connections connections) {
        this.connections = connections;
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
        int length = Math.min(in.readableBytes(), PREFACE.readableBytes());
        if (!ByteBufUtil.equals(PREFACE, PREFACE.readerIndex(), in, in.readerIndex(), length)) {
            context.pipeline().remove(this);
        } else if (length == PREFACE.readableBytes()) {
            connections.begin(context.channel());
            context.pipeline().remove(this);
        }
    }
}
