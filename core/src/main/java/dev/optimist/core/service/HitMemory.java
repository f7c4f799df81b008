package dev.optimist.core.service;

import dev.optimist.core.error.ErrorKind;
import dev.optimist.core.error.RequestException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;

/** The memory that the hits of all searches share; a search that would go beyond it is refused. */
final class HitMemory {
    private final long bytesMax;
    private final AtomicLong used = new AtomicLong();

    HitMemory(long bytesMax) {
        this.bytesMax = bytesMax;
    }

    /** What one search has of it. Used by one thread at a time. */
    final class Share implements LongConsumer, AutoCloseable {
        private long bytes;

        @Override
        public void accept(long change) {
            long wanted = used.addAndGet(change);
            bytes += change;
            if (change > 0 && wanted > bytesMax) {
                throw RequestException.of(
                        ErrorKind.CIRCUIT_BREAKING,
                        "[request] Data too large, data for [the hits of all searches] would be [" + wanted
                                + "b], which is larger than the limit of [" + bytesMax + "b]");
            }
        }

        @Override
        public void close() {
            used.addAndGet(-bytes);
            bytes = 0;
        }
    }

    Share share() {
        return new Share();
    }
}
