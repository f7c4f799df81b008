package dev.optimist.http.server;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Ticker;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Closes one connection that is idle for too long, whose request arrives too slowly, or that reads nothing of its answer.
 * While the server does not ask for bytes, because it has enough to do with those it has, no client is late.
 *
 * <p>Two handlers share the clock of a connection: this one sees raw bytes, {@link #exchanges()} stands behind the codec. One timer a connection that is set again as it fires costs a request no more than two looks at the clock.
 *
 * <p><b>Concurrency.</b> All fields belong to the connection's event loop.
 */
final class ConnectionTimeouts extends ChannelDuplexHandler {
    private final ServerConfiguration.Timeouts timeouts;
    private final ConnectionEvents events;
    private final ChannelHandler exchanges = new Exchanges();

    private final Ticker ticker;
    private final Demand demand = new Demand();

    private boolean arriving;
    private long arrivingSince;
    private long lastActive;
    private Unread unread = Unread.NOTHING;
    private long unreadSince;
    private int unanswered;
    private long answers;
    private @Nullable Future<?> timer;

    ConnectionTimeouts(ServerConfiguration.Timeouts timeouts, ConnectionEvents events, Ticker ticker) {
        this.timeouts = timeouts;
        this.events = events;
        this.ticker = ticker;
        this.lastActive = ticker.nanoTime();
    }

    /**
     * What a client has not taken yet. That it is the same at two looks means that nothing was taken, for the count of answers
     * tells apart two that are as long as each other.
     *
     * @param progress how much is gone of what goes now
     */
    private record Unread(long bytes, long progress, long answers) {
        static final Unread NOTHING = new Unread(0, 0, 0);
    }

    /** Returns the handler that stands behind the codec. */
    ChannelHandler exchanges() {
        return exchanges;
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
        lastActive = ticker.nanoTime();
        demand.met();
        if (!arriving) {
            arriving = true;
            arrivingSince = lastActive;
        }
        context.fireChannelRead(message);
    }

    /** Takes the time in which nothing was asked for off what the client has taken. */
    @Override
    public void read(ChannelHandlerContext context) {
        if (demand.renewed(context) && arriving) {
            long now = ticker.nanoTime();
            arrivingSince += now - lastActive;
            lastActive = now;
        }
        context.read();
    }

    @SuppressWarnings("FutureReturnValueIgnored") // nobody is left to be told
    private void check(ChannelHandlerContext context) {
        long now = ticker.nanoTime();
        long rest = reads(context, now) ? restNanos(context, now) : unreadSince + timeouts.readNanos() - now;
        if (rest <= 0) {
            context.close();
        } else {
            schedule(context, rest);
        }
    }

    /** Returns whether the client has taken all there is for it, or a part of it since the last look. */
    private boolean reads(ChannelHandlerContext context, long now) {
        Unread left = unread(context.channel().unsafe().outboundBuffer());
        if (!left.equals(unread)) {
            unread = left;
            unreadSince = now;
            lastActive = now;
        }
        return left.bytes() == 0;
    }

    private Unread unread(@Nullable ChannelOutboundBuffer outbound) {
        long bytes = outbound == null ? 0 : outbound.totalPendingWriteBytes();
        return outbound == null || bytes == 0 ? Unread.NOTHING : new Unread(bytes, outbound.currentProgress(), answers);
    }

    private long restNanos(ChannelHandlerContext context, long now) {
        if (!arriving) {
            return unanswered > 0 ? timeouts.idleNanos() : lastActive + timeouts.idleNanos() - now;
        }
        return demand.holds(context)
                ? Math.min(lastActive + timeouts.readNanos(), arrivingSince + timeouts.requestNanos()) - now
                : timeouts.readNanos();
    }

    private void schedule(ChannelHandlerContext context, long nanos) {
        timer = context.executor().schedule(() -> check(context), timeouts.pauseNanos(nanos), TimeUnit.NANOSECONDS);
    }

    /** Sees whole requests and whole answers. */
    private final class Exchanges extends ChannelDuplexHandler {
        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            if (message instanceof HttpRequest && unanswered++ == 0) {
                events.activated();
            }
            if (message instanceof LastHttpContent) {
                arriving = false;
            }
            context.fireChannelRead(message);
        }

        /**
         * Asks for more while one whole request waits for its answer, so that the transport need not stop listening to the
         * socket and begin again, two system calls for each request. One read at most is taken ahead.
         */
        @Override
        public void channelReadComplete(ChannelHandlerContext context) {
            if (unanswered == 1 && !arriving) {
                context.read();
            }
            context.fireChannelReadComplete();
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            if (unanswered > 0) {
                unanswered = 0;
                events.inactivated();
            }
            context.fireChannelInactive();
        }

        @Override
        @SuppressWarnings("FutureReturnValueIgnored") // the promise tells
        public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
            if (Answers.ends(message)) {
                answered();
            }
            context.write(message, promise);
        }

        private void answered() {
            lastActive = ticker.nanoTime();
            answers++;
            if (unanswered > 0 && --unanswered == 0) {
                events.inactivated();
            }
        }
    }
}
