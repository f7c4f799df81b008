package dev.optimist.http.server;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What all requests under way take together, within limits.
 *
 * <p><b>Concurrency.</b> Any thread. A limit is never passed by what asks first; what has happened already, such as an
 * answer to a write, is counted whatever the limit.
 */
public final class InFlight {
    private final Limits limits;
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicLong announcedBytes = new AtomicLong();
    private final AtomicInteger requests = new AtomicInteger();
    private final AtomicInteger connections = new AtomicInteger();

    /**
     * The most that may be under way at once.
     *
     * @param bytes of requests that have arrived, or were announced, and are not answered; and of answers that nobody reads
     * @param connectionBytes of one connection
     * @param requests that are not answered
     * @param pipelined requests of one connection that are not answered
     * @param connections that are open
     */
    public record Limits(long bytes, long connectionBytes, int requests, int pipelined, int connections) {
        public Limits {
            if (bytes <= 0 || connectionBytes <= 0 || requests <= 0 || pipelined <= 0 || connections <= 0) {
                throw new IllegalArgumentException("limits must be positive");
            }
        }
    }

    public InFlight(Limits limits) {
        this.limits = limits;
    }

    Limits limits() {
        return limits;
    }

    /** Returns how many bytes requests and answers under way take. */
    public long bytes() {
        return bytes.get();
    }

    /** Returns how many requests are under way. */
    public int requests() {
        return requests.get();
    }

    /** Takes memory, if there is enough of it. */
    boolean take(long more) {
        if (bytes.addAndGet(more) <= limits.bytes) {
            return true;
        }
        bytes.addAndGet(-more);
        return false;
    }

    /** Takes memory for a body that was announced: all of them may take half, so that small requests find some. */
    boolean takeAnnounced(long more) {
        if (announcedBytes.addAndGet(more) <= longestBody() && take(more)) {
            return true;
        }
        announcedBytes.addAndGet(-more);
        return false;
    }

    /** Returns how long a body may be to be taken at all. */
    long longestBody() {
        return Math.min(limits.connectionBytes, limits.bytes / 2);
    }

    /** Counts memory that is taken already. */
    void count(long more) {
        bytes.addAndGet(more);
    }

    void give(long back) {
        if (back != 0) {
            bytes.addAndGet(-back);
        }
    }

    void giveAnnounced(long back) {
        give(back);
        announcedBytes.addAndGet(-back);
    }

    boolean enter() {
        if (requests.incrementAndGet() <= limits.requests) {
            return true;
        }
        requests.decrementAndGet();
        return false;
    }

    void leave() {
        requests.decrementAndGet();
    }

    /** Counts a connection; returns whether it may stay. */
    boolean connect() {
        return connections.incrementAndGet() <= limits.connections;
    }

    void disconnect() {
        connections.decrementAndGet();
    }
}
