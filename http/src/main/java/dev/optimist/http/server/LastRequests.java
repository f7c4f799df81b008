package dev.optimist.http.server;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the request that wants the connection closed until the answers to those before it are sent: the server's framework
 * would close it with the answer under way, and never answer this one.
 *
 * <p><b>Concurrency.</b> All fields belong to the connection's event loop.
 */
final class LastRequests extends ChannelDuplexHandler {
    /** Requests whose answers are not sent, to the last byte. */
    private int unanswered;

    /** The last request, and what came behind it; null until there is one. */
    private @Nullable Deque<Object> kept;

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        Deque<Object> waiting = kept;
        if (waiting != null) {
            waiting.add(message);
            return;
        }
        if (message instanceof HttpRequest request) {
            if (unanswered > 0 && !HttpUtil.isKeepAlive(request)) {
                kept = new ArrayDeque<>();
                kept.add(message);
                return;
            }
            unanswered++;
        }
        context.fireChannelRead(message);
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // the promise tells
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        if (Answers.ends(message)) {
            ChannelPromise sent = promise.unvoid();
            context.write(message, sent);
            sent.addListener(ended -> answered(context));
        } else {
            context.write(message, promise);
        }
    }

    private void answered(ChannelHandlerContext context) {
        unanswered--;
        if (unanswered == 0 && kept != null) {
            context.executor().execute(() -> handOn(context)); // once whoever else waits for the answer was told
        }
    }

    private void handOn(ChannelHandlerContext context) {
        Deque<Object> waiting = kept;
        kept = null;
        if (waiting != null) {
            unanswered++;
            waiting.forEach(context::fireChannelRead);
            context.fireChannelReadComplete();
        }
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        Deque<Object> waiting = kept;
        kept = null;
        if (waiting != null) {
            waiting.forEach(ReferenceCountUtil::release);
        }
    }
}
