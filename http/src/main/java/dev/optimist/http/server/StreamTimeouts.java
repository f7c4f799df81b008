package dev.optimist.http.server;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Knows when one stream of HTTP/2 will have been too slow: its request in arriving, or its client in reading the answer, which
 * therefore goes in parts. While the server does not ask for more of a request, its client is not late. Stands before the
 * codec, where frames are.
 *
 * <p><b>Concurrency.</b> All fields belong to the connection's event loop.
 */
final class StreamTimeouts extends ChannelDuplexHandler {
    private static final int PART_BYTES = 1 << 16;

    private final Http2Clock clock;
    private final Demand demand = new Demand();
    private long begun = System.nanoTime();
    private @Nullable ChannelHandlerContext own;
    private boolean arrived;
    private boolean answered;
    private boolean counted;
    private long lastArrival = begun;
    private int unreadParts;
    private long lastRead;

    StreamTimeouts(Http2Clock clock) {
        this.clock = clock;
    }

    /** Returns for how long nothing need happen yet; for ever where nobody waits for the client. */
    long restNanos(long now) {
        long arriving = arrived || !asked()
                ? Long.MAX_VALUE
                : Math.min(
                                lastArrival + clock.timeouts().readNanos(),
                                begun + clock.timeouts().requestNanos())
                        - now;
        long reading =
                unreadParts == 0 ? Long.MAX_VALUE : lastRead + clock.timeouts().readNanos() - now;
        return Math.min(arriving, reading);
    }

    private boolean asked() {
        ChannelHandlerContext context = own;
        return context == null || demand.holds(context);
    }

    /** Ends the stream. */
    @SuppressWarnings("FutureReturnValueIgnored") // nobody is left to be told
    void end() {
        ChannelHandlerContext context = own;
        if (context != null) {
            context.channel().close();
        }
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        own = context;
        counted = true;
        clock.add(this);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        answer();
        clock.remove(this);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        lastArrival = System.nanoTime();
        demand.met();
        arrived |= (message instanceof Http2HeadersFrame head && head.isEndStream())
                || (message instanceof Http2DataFrame part && part.isEndStream());
        context.fireChannelRead(message);
    }

    /** Takes the time in which nothing was asked for off what the client has taken. */
    @Override
    public void read(ChannelHandlerContext context) {
        if (demand.renewed(context) && !arrived) {
            long now = System.nanoTime();
            begun += now - lastArrival;
            lastArrival = now;
        }
        context.read();
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // the promise tells
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        if (message instanceof Http2DataFrame part) {
            write(context, part, promise);
        } else {
            context.write(message, promise);
        }
        if (message instanceof Http2HeadersFrame head && head.isEndStream()) {
            answer();
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // the promise tells
    private void write(ChannelHandlerContext context, Http2DataFrame frame, ChannelPromise promise) {
        ByteBuf content = frame.content();
        while (content.readableBytes() > PART_BYTES) {
            ByteBuf part = content.readRetainedSlice(PART_BYTES);
            watched(context.write(new DefaultHttp2DataFrame(part)));
        }
        boolean last = frame.isEndStream();
        watched(context.write(frame, promise.unvoid()));
        if (last) {
            answer();
        }
    }

    private void watched(ChannelFuture part) {
        if (part.isDone()) {
            return;
        }
        if (unreadParts++ == 0) {
            lastRead = System.nanoTime();
        }
        part.addListener(this::read);
    }

    private void read(Future<?> part) {
        unreadParts--;
        lastRead = System.nanoTime();
    }

    private void answer() {
        answered = true;
        if (counted) {
            counted = false;
            clock.answered();
        }
    }

    /** What breaks the protocol has a reset of its own, which would come too late if others closed the stream. */
    @Override
    @SuppressWarnings("deprecation") // of the handlers' interface, not of this method's
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (!(cause instanceof Http2Exception)) {
            context.fireExceptionCaught(cause);
        }
    }

    /**
     * Resets what is not over, also where all of the answer is written and waits for a window. A client whose request has
     * been answered before all of it was there is told that nothing is wrong.
     */
    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // the promise tells
    public void close(ChannelHandlerContext context, ChannelPromise promise) {
        boolean sent = answered && unreadParts == 0;
        if (context.channel().isActive() && !(arrived && sent)) {
            context.writeAndFlush(new DefaultHttp2ResetFrame(sent ? Http2Error.NO_ERROR : Http2Error.CANCEL));
        }
        context.close(promise);
    }
}
