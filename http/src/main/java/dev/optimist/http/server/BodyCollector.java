package dev.optimist.http.server;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;

/**
 * Collects the body of a request into one array, no longer than allowed.
 *
 * <p>One operator instead of a buffer of buffers: with a short content length the array is made once, and the bytes
 * are copied once. A long one is believed as its bytes arrive.
 */
final class BodyCollector extends Mono<byte[]> {
    private static final byte[] EMPTY = new byte[0];
    private static final int FIRST_GUESS_MAX = 1 << 16;

    private final Flux<ByteBuf> parts;
    private final int lengthHint;
    private final int bytesMax;

    /**
     * @param parts the body as it arrives; each part is the publisher's to release
     * @param lengthHint the announced length, or 0
     * @param bytesMax signals {@link TooLargeException} over it
     */
    BodyCollector(Flux<ByteBuf> parts, int lengthHint, int bytesMax) {
        this.parts = parts;
        this.lengthHint = Math.min(lengthHint, FIRST_GUESS_MAX);
        this.bytesMax = bytesMax;
    }

    @Override
    public void subscribe(CoreSubscriber<? super byte[]> actual) {
        parts.subscribe(new Collecting(actual, lengthHint == 0 ? EMPTY : new byte[lengthHint], bytesMax));
    }

    /** A body is longer than allowed. */
    static final class TooLargeException extends UnreadableBodyException {
        private static final long serialVersionUID = 1L;

        TooLargeException() {
            super("body too large", null);
        }
    }

    private static final class Collecting implements CoreSubscriber<ByteBuf>, Subscription {
        private final CoreSubscriber<? super byte[]> actual;
        private final int bytesMax;
        private byte[] bytes;
        private int length;
        private boolean done;
        private Subscription upstream = Operators.emptySubscription();

        Collecting(CoreSubscriber<? super byte[]> actual, byte[] bytes, int bytesMax) {
            this.actual = actual;
            this.bytes = bytes;
            this.bytesMax = bytesMax;
        }

        @Override
        public void onSubscribe(Subscription subscription) {
            upstream = subscription;
            actual.onSubscribe(this);
        }

        @Override
        public void onNext(ByteBuf part) {
            int more = part.readableBytes();
            if (more > bytesMax - length) {
                fail(new TooLargeException());
                return;
            }
            if (length + more > bytes.length) {
                bytes = Arrays.copyOf(bytes, Math.max(length + more, (int) Math.min(bytesMax, 2L * bytes.length)));
            }
            part.getBytes(part.readerIndex(), bytes, length, more);
            length += more;
        }

        @Override
        public void onError(Throwable failure) {
            if (!done) {
                done = true;
                actual.onError(failure);
            }
        }

        @Override
        public void onComplete() {
            if (!done) {
                done = true;
                actual.onNext(length == bytes.length ? bytes : Arrays.copyOf(bytes, length));
                actual.onComplete();
            }
        }

        @Override
        public void request(long n) {
            upstream.request(Long.MAX_VALUE);
        }

        @Override
        public void cancel() {
            upstream.cancel();
        }

        @Override
        public Context currentContext() {
            return actual.currentContext();
        }

        private void fail(Throwable failure) {
            upstream.cancel();
            onError(failure);
        }
    }
}
