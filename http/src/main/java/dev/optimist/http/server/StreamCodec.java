package dev.optimist.http.server;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2StreamFrame;
import io.netty.handler.codec.http2.Http2StreamFrameToHttpObjectCodec;
import java.util.List;

/** Speaks frames with the connection, and with those behind it the messages that a codec of HTTP/1.1 has. */
@Sharable
final class StreamCodec extends Http2StreamFrameToHttpObjectCodec {
    private final int lineBytesMax;

    /** @param lineBytesMax what the line of a request of HTTP/1.1 may have */
    StreamCodec(int lineBytesMax) {
        super(/* isServer= */ true);
        this.lineBytesMax = lineBytesMax;
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // nobody is left to be told
    protected void decode(ChannelHandlerContext context, Http2StreamFrame frame, List<Object> out) throws Exception {
        try {
            super.decode(context, frame, out);
        } catch (Http2Exception | IllegalArgumentException | NullPointerException malformed) {
            context.writeAndFlush(new DefaultHttp2ResetFrame(Http2Error.PROTOCOL_ERROR));
        }
        if (!out.isEmpty() && out.get(0) instanceof HttpRequest request && isTooLong(request)) {
            request.setDecoderResult(DecoderResult.failure(
                    new TooLongHttpLineException("An HTTP line is larger than " + lineBytesMax + " bytes.")));
        }
    }

    private boolean isTooLong(HttpRequest request) {
        return request.uri().length() + request.method().name().length() > lineBytesMax;
    }

    /** Parts of an answer that is a stream come as they are. */
    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) throws Exception {
        super.write(context, message instanceof ByteBuf part ? new DefaultHttp2DataFrame(part) : message, promise);
    }
}
