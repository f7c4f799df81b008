package dev.optimist.http.server;

import io.netty.buffer.ByteBufHolder;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Lets the requests of one connection, or of one stream of it, in, or turns them away before they cost anything. Stands
 * behind the handler that collects small bodies, so that who sends one slowly is no request under way before all of it is
 * there.
 *
 * <p>The bytes of a long body are taken from the budget as it is announced, others as they arrive; they are given back
 * with the answer. A request that is turned away is replaced with a stand-in, so that its 429 waits for the answers
 * before it; where there are none it is answered here, as a refusal is to be quick. Its body is read and dropped if it is
 * short, else the connection ends. Where the budget ends within a body nothing can be put in its place any more: the 429
 * is written here, and what still arrives is dropped.
 *
 * <p><b>Concurrency.</b> All fields belong to the connection's event loop.
 */
final class Admission extends ChannelDuplexHandler {
    /** A body that may be collected before its request is handed on; nothing is taken for its announcement. */
    private static final int SHORT_BYTES = 1 << 16;

    /** Of a body that is read in parts, no more than this is in memory at once. */
    private static final int STREAMED_BYTES_MAX = 4 << 20;

    private static final String STREAMED = "_bulk";

    private final InFlight inFlight;
    private final Rejections rejections;
    private final ConnectionEvents events;
    private final ConnectionBytes connection;
    private final boolean ownsSocket;
    private final Deque<Held> unanswered = new ArrayDeque<>(2);
    private @Nullable Held arriving;
    private boolean dropsBody;

    /** A refusal was written since the last flush. */
    private boolean answered;

    /** More is to be asked for once the client reads what is written. */
    private boolean unread;

    private boolean ends;

    /** What one request takes. */
    private static final class Held {
        private final boolean entered;
        private final long bytesMax;
        private long announced;
        private long arrived;

        Held(boolean entered, long bytesMax) {
            this.entered = entered;
            this.bytesMax = bytesMax;
        }
    }

    /** Admits the requests of a connection, whose socket takes a short answer at once. */
    static Admission toConnection(InFlight inFlight, Rejections rejections, ConnectionEvents events) {
        ConnectionBytes connection = new ConnectionBytes(inFlight.limits().connectionBytes());
        return new Admission(inFlight, rejections, events, connection, /* ownsSocket= */ true);
    }

    /** Admits the request of one stream of many that share a connection; any answer may have to wait for a window. */
    static Admission toStream(
            InFlight inFlight, Rejections rejections, ConnectionEvents events, ConnectionBytes connection) {
        return new Admission(inFlight, rejections, events, connection, /* ownsSocket= */ false);
    }

    /** @param ownsSocket whether a short answer is sent as soon as it is written; any other counts until it is */
    private Admission(
            InFlight inFlight,
            Rejections rejections,
            ConnectionEvents events,
            ConnectionBytes connection,
            boolean ownsSocket) {
        this.inFlight = inFlight;
        this.rejections = rejections;
        this.events = events;
        this.connection = connection;
        this.ownsSocket = ownsSocket;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (ends) {
            ReferenceCountUtil.release(message);
        } else if (message instanceof HttpRequest request) {
            begin(context, request);
        } else if (message instanceof HttpContent part) {
            receive(context, part);
        } else {
            context.fireChannelRead(message);
        }
    }

    private void begin(ChannelHandlerContext context, HttpRequest request) {
        long length = announced(request.headers());
        Rejection rejection = objection(request, length);
        if (rejection == null) {
            context.fireChannelRead(request);
        } else {
            reject(context, request, length, rejection);
        }
    }

    private @Nullable Rejection objection(HttpRequest request, long length) {
        if (unanswered.size() >= inFlight.limits().pipelined()) {
            return Rejection.PIPELINED;
        }
        if (!inFlight.enter()) {
            return Rejection.REQUESTS;
        }
        boolean streamed = request.uri().contains(STREAMED);
        Held held = new Held(/* entered= */ true, streamed ? STREAMED_BYTES_MAX : Long.MAX_VALUE);
        long wanted = Math.min(length, held.bytesMax);
        Rejection rejection = request.headers() instanceof CollectedHeaders collected
                ? collected(held, collected.body().length)
                : announced(held, wanted);
        if (rejection == null) {
            unanswered.add(held);
            arriving = request instanceof LastHttpContent ? null : held;
        } else {
            inFlight.leave();
        }
        return rejection;
    }

    private @Nullable Rejection collected(Held held, int bytes) {
        if (!connection.hasRoom(bytes)) {
            return Rejection.CONNECTION_BYTES;
        }
        return takes(held, bytes) ? null : Rejection.BYTES;
    }

    private @Nullable Rejection announced(Held held, long bytes) {
        if (bytes <= SHORT_BYTES || bytes > inFlight.longestBody()) {
            return null;
        }
        if (!connection.hasRoom(bytes)) {
            return Rejection.CONNECTION_BYTES;
        }
        if (!inFlight.takeAnnounced(bytes)) {
            return Rejection.BYTES;
        }
        held.announced = bytes;
        connection.count(bytes);
        return null;
    }

    @SuppressWarnings("FutureReturnValueIgnored") // a client that has gone needs no refusal
    private void reject(ChannelHandlerContext context, HttpRequest request, long length, Rejection rejection) {
        events.rejected(rejection);
        boolean whole = request instanceof LastHttpContent;
        boolean drained = (whole || length <= SHORT_BYTES)
                && !request.headers().contains(HttpHeaderNames.TRANSFER_ENCODING)
                && !request.headers().contains(HttpHeaderNames.EXPECT);
        dropsBody = !whole;
        ends = !drained;
        if (ownsSocket && drained && unanswered.isEmpty() && staysOpen(request)) {
            answered = true;
            context.write(rejections.answer(rejection, request));
        } else {
            unanswered.add(new Held(/* entered= */ false, 0));
            context.fireChannelRead(rejections.standIn(rejection, request, /* closes= */ !drained));
        }
        ReferenceCountUtil.release(request);
    }

    private static boolean staysOpen(HttpRequest request) {
        return request.protocolVersion().isKeepAliveDefault() && HttpUtil.isKeepAlive(request);
    }

    private void receive(ChannelHandlerContext context, HttpContent part) {
        boolean last = part instanceof LastHttpContent;
        if (dropsBody) {
            part.release();
            dropsBody = !last;
            return;
        }
        Held held = arriving;
        if (held != null && !takes(held, part.content().readableBytes())) {
            part.release();
            turnAway(context);
            return;
        }
        if (last) {
            arriving = null;
        }
        context.fireChannelRead(part);
    }

    private boolean takes(Held held, int more) {
        if (more == 0
                || held.announced > 0
                || held.arrived + more > held.bytesMax) { // of a stream, the rest is read and gone
            return true;
        }
        if (!connection.hasRoom(more) || !inFlight.take(more)) {
            return false;
        }
        held.arrived += more;
        connection.count(more);
        return true;
    }

    /** What is behind this handler has half of a request, which the end of the connection takes away. */
    @SuppressWarnings("FutureReturnValueIgnored") // nobody is left to be told
    private void turnAway(ChannelHandlerContext context) {
        events.rejected(Rejection.BYTES);
        ends = true;
        if (unanswered.size() == 1) {
            context.writeAndFlush(rejections.lastAnswer(Rejection.BYTES)).addListener(written -> context.close());
        } else {
            context.close();
        }
    }

    /** Who is behind has been told of a whole request, or of none, and does not ask for more. */
    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        if (answered) {
            context.flush();
        }
        if (dropsBody || ends || answered) {
            ask(context);
        }
        answered = false;
        context.fireChannelReadComplete();
    }

    /** Whoever does not read refusals is not asked for more requests to refuse. */
    private void ask(ChannelHandlerContext context) {
        unread = !context.channel().isWritable();
        if (!unread) {
            context.read();
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        if (unread) {
            ask(context);
        }
        context.fireChannelWritabilityChanged();
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // the promise tells
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        if (message instanceof ByteBufHolder part) {
            countUnread(part.content().readableBytes(), promise);
        }
        if (Answers.ends(message)) {
            answered();
        }
        context.write(message, promise);
    }

    @SuppressWarnings("FutureReturnValueIgnored") // the promise tells
    private void countUnread(int bytes, ChannelPromise promise) {
        if (!(ownsSocket && bytes <= SHORT_BYTES) && !promise.isVoid()) {
            inFlight.count(bytes);
            promise.addListener(written -> inFlight.give(bytes));
        }
    }

    private void answered() {
        Held held = unanswered.poll();
        if (held != null) {
            end(held);
        }
    }

    private void end(Held held) {
        if (held == arriving) {
            arriving = null; // answered before all of it was there
        }
        connection.give(held.announced + held.arrived);
        inFlight.give(held.arrived);
        if (held.announced > 0) {
            inFlight.giveAnnounced(held.announced);
        }
        if (held.entered) {
            inFlight.leave();
        }
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        unanswered.forEach(this::end);
        unanswered.clear();
    }

    /** Returns the length of the body, 0 where it is not told. */
    private static long announced(HttpHeaders headers) {
        String length = headers.get(HttpHeaderNames.CONTENT_LENGTH);
        if (length == null) {
            return 0;
        }
        try {
            return Long.parseLong(length);
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
