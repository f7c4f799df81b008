package dev.optimist.http.server;

import dev.optimist.core.error.DocumentException;
import dev.optimist.core.error.RequestException;
import java.util.zip.DataFormatException;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;

/** The body of a request part by part, unpacked, no longer than allowed. Confined to one subscriber. */
final class BodyParts {
    /** Packed text shrinks to a hundredth at best where it is not made to harm. */
    private static final int RATIO_MAX = 500;

    private final long bytesMax;
    private long packedBytes;
    private long bytes;

    private BodyParts(long bytesMax) {
        this.bytesMax = bytesMax;
    }

    /**
     * Returns the parts of a plain body; cold. Signals {@link BodyCollector.TooLargeException} over the limit, {@link
     * UnreadableBodyException} where the connection is lost.
     */
    static Flux<byte[]> plain(Flux<byte[]> received, long bytesMax) {
        return Flux.defer(() -> {
            BodyParts parts = new BodyParts(bytesMax);
            return lost(received).doOnNext(parts::count);
        });
    }

    /** Returns the parts of a body in gzip; cold. Signals also an illegal_argument_exception where it is none. */
    static Flux<byte[]> gzip(Flux<byte[]> received, long bytesMax) {
        return Flux.defer(() -> {
            BodyParts parts = new BodyParts(bytesMax);
            Unpacker unpacker = new Unpacker();
            return lost(received)
                    .concatMap(packed -> parts.unpacked(unpacker, packed), /* prefetch= */ 1)
                    .concatWith(Flux.defer(() -> unpacker.atEnd() ? Flux.empty() : Flux.error(noGzip())))
                    .doFinally(ended -> unpacker.close());
        });
    }

    private static Flux<byte[]> lost(Flux<byte[]> received) {
        return received.onErrorMap(
                failure -> !(failure instanceof DocumentException),
                failure -> new UnreadableBodyException("the connection was lost", failure));
    }

    private void count(byte[] part) {
        bytes += part.length;
        if (bytes > bytesMax) {
            throw new BodyCollector.TooLargeException();
        }
    }

    private Flux<byte[]> unpacked(Unpacker unpacker, byte[] packed) {
        packedBytes += packed.length;
        unpacker.put(packed);
        return Flux.generate(sink -> {
            byte[] part = next(unpacker);
            if (part == null) {
                sink.complete();
            } else {
                sink.next(part);
            }
        });
    }

    private byte @Nullable [] next(Unpacker unpacker) {
        try {
            byte[] part = unpacker.next();
            if (part != null) {
                count(part);
            }
            if (bytes > packedBytes * RATIO_MAX) {
                throw new BodyCollector.TooLargeException();
            }
            return part;
        } catch (DataFormatException e) {
            throw noGzip();
        }
    }

    private static RequestException noGzip() {
        return RequestException.illegalArgument("Not in GZIP format");
    }
}
