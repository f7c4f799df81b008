package dev.optimist.core.engine;

import dev.optimist.core.document.Document;
import dev.optimist.core.document.DocumentState;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;

/**
 * The estimated memory of one shard's registers, counted by their durable states and kept in step with the total of the
 * residency.
 *
 * <h2>Concurrency</h2>
 *
 * Whoever moves {@code bytes} moves the total by the same. LEFT is terminal: what ends after the shard has left (a load, a
 * commit, an eviction under way) counts no more, so the total of no shards is zero.
 */
final class Footprint {
    /**
     * Bytes of a resident register beyond its id and source: place in the table, register, document, string and array
     * headers with compressed references.
     */
    private static final int REGISTER_BYTES = 136;

    private static final long LEFT = Long.MIN_VALUE;

    private final AtomicLong bytes = new AtomicLong();
    private final LongConsumer total;

    /** Makes the footprint of no registers; {@code total} is told every change of it. */
    Footprint(LongConsumer total) {
        this.total = total;
    }

    void loaded(String id, DocumentState state) {
        add(bytes(id, state));
    }

    /** Of what is written most, counters and states, sizes stay: then there is nothing to count. */
    void changed(DocumentState from, DocumentState to) {
        long delta = (long) sourceBytes(to) - sourceBytes(from);
        if (delta != 0) {
            add(delta);
        }
    }

    void sealed(String id, DocumentState state) {
        add(-bytes(id, state));
    }

    void leave() {
        long before = bytes.getAndSet(LEFT);
        if (before != LEFT) {
            total.accept(-before);
        }
    }

    private void add(long delta) {
        long before = bytes.getAndUpdate(now -> now == LEFT ? LEFT : now + delta);
        if (before != LEFT) {
            total.accept(delta);
        }
    }

    private static long bytes(String id, DocumentState state) {
        return (long) REGISTER_BYTES + id.length() + sourceBytes(state);
    }

    static int sourceBytes(DocumentState state) {
        return state instanceof Document document ? document.source().length() : 0;
    }
}
