package dev.optimist.http.server;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http2.DefaultHttp2GoAwayFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2PingFrame;
import io.netty.handler.codec.http2.Http2PriorityFrame;
import io.netty.handler.codec.http2.Http2SettingsFrame;
import io.netty.handler.codec.http2.Http2UnknownFrame;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Ends streams of one connection of HTTP/2 that are too slow, and the connection if it has none for too long or if what it
 * sends is mostly about itself. One timer serves all streams; frames that are no request do not make it less idle.
 *
 * <p><b>Concurrency.</b> All fields belong to the connection's event loop.
 */
final class Http2Clock extends ChannelInboundHandlerAdapter {
    /** Pings and the like that a client may send within a window. */
    private static final int CONTROL_FRAMES_MAX = 1_000;

    private static final long CONTROL_WINDOW_NANOS = TimeUnit.SECONDS.toNanos(30);

    private final ServerConfiguration.Timeouts timeouts;
    private final ConnectionEvents events;
    private final Set<StreamTimeouts> streams = new LinkedHashSet<>();

    private long lastActive = System.nanoTime();
    private long controlWindowSince = lastActive;
    private int controlFrames;
    private int unanswered;
    private boolean ending;
    private boolean ended;
    private @Nullable Future<?> timer;

    Http2Clock(ServerConfiguration.Timeouts timeouts, ConnectionEvents events) {
        this.timeouts = timeouts;
        this.events = events;
    }

    /** A stream has begun. */
    void add(StreamTimeouts stream) {
        streams.add(stream);
        lastActive = System.nanoTime();
        if (unanswered++ == 0) {
            events.activated();
        }
    }

    /** All of a stream's answer is on its way, or nobody waits for it any more. */
    void answered() {
        if (--unanswered == 0) {
            events.inactivated();
        }
    }

    /** A stream has ended. */
    void remove(StreamTimeouts stream) {
        streams.remove(stream);
        lastActive = System.nanoTime();
    }

    ServerConfiguration.Timeouts timeouts() {
        return timeouts;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        schedule(context, timeouts.idleNanos());
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        Future<?> pending = timer;
        if (pending != null) {
            pending.cancel(/* mayInterruptIfRunning= */ false);
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (ended) {
            ReferenceCountUtil.release(message);
        } else if (isControl(message) && isTooMuch()) {
            ReferenceCountUtil.release(message);
            calmDown(context);
        } else {
            context.fireChannelRead(message);
        }
    }

    private static boolean isControl(Object message) {
        return message instanceof Http2PingFrame
                || message instanceof Http2SettingsFrame
                || message instanceof Http2PriorityFrame
                || message instanceof Http2UnknownFrame;
    }

    private boolean isTooMuch() {
        long now = System.nanoTime();
        if (now - controlWindowSince > CONTROL_WINDOW_NANOS) {
            controlWindowSince = now;
            controlFrames = 0;
        }
        return ++controlFrames > CONTROL_FRAMES_MAX;
    }

    @SuppressWarnings("FutureReturnValueIgnored") // nobody is left to be told
    private void calmDown(ChannelHandlerContext context) {
        ended = true;
        context.writeAndFlush(new DefaultHttp2GoAwayFrame(Http2Error.ENHANCE_YOUR_CALM))
                .addListener(written -> cut(context));
    }

    private void check(ChannelHandlerContext context) {
        long now = System.nanoTime();
        long rest = timeouts.idleNanos();
        for (StreamTimeouts stream : List.copyOf(streams)) {
            long streamRest = stream.restNanos(now);
            if (streamRest <= 0) {
                stream.end();
            } else {
                rest = Math.min(rest, streamRest);
            }
        }
        if (streams.isEmpty()) {
            rest = lastActive + timeouts.idleNanos() - now;
        }
        if (rest <= 0) {
            end(context);
        }
        schedule(context, rest <= 0 ? timeouts.readNanos() : rest);
    }

    /** Takes leave of the client first; one that does not take even that is cut off. */
    @SuppressWarnings("FutureReturnValueIgnored") // nobody is left to be told
    private void end(ChannelHandlerContext context) {
        if (ending) {
            cut(context);
        } else {
            ending = true;
            context.channel().close();
        }
    }

    /** Closes beside the codec, which would wait for streams. */
    @SuppressWarnings("FutureReturnValueIgnored") // nobody is left to be told
    private static void cut(ChannelHandlerContext context) {
        ChannelHandlerContext first = context.pipeline().firstContext();
        if (first != null) {
            first.close();
        }
    }

    private void schedule(ChannelHandlerContext context, long nanos) {
        timer = context.executor().schedule(() -> check(context), timeouts.pauseNanos(nanos), TimeUnit.NANOSECONDS);
    }
}
