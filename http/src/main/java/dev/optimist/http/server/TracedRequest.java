package dev.optimist.http.server;

import dev.optimist.core.observe.RequestTrace;
import dev.optimist.core.observe.TraceParent;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One request that is watched: what its caller calls it, where it went, and when it was where.
 *
 * <p><b>Concurrency.</b> Each mark is written by whoever has the request at that moment, and handed on with it; the writes of
 * a bulk request may mark at once, and any of them will do.
 */
final class TracedRequest implements RequestTrace {
    private static final String UNROUTED = "-";

    private final @Nullable String opaqueId;
    private final @Nullable TraceParent parent;
    private final boolean timed;
    private final long begunNanos;
    private String route = UNROUTED;
    private @Nullable String index;
    private int status;
    private long readNanos;
    private volatile long decidedNanos;
    private volatile long durableNanos;
    private long answeredNanos;

    /** @param timed whether anybody asks how long it took */
    TracedRequest(@Nullable String opaqueId, @Nullable TraceParent parent, boolean timed) {
        this.opaqueId = opaqueId;
        this.parent = parent;
        this.timed = timed;
        this.begunNanos = now();
    }

    private long now() {
        return timed ? System.nanoTime() : 0;
    }

    @Override
    public @Nullable String opaqueId() {
        return opaqueId;
    }

    @Override
    public @Nullable TraceParent parent() {
        return parent;
    }

    /** Its body is there, and a route has been found for it. */
    void routed(String to, @Nullable String named) {
        route = to;
        index = named;
        readNanos = now();
    }

    @Override
    public void decided() {
        decidedNanos = now();
    }

    @Override
    public void durable() {
        durableNanos = now();
    }

    /** Its answer is there. */
    void answered(int with) {
        status = with;
        answeredNanos = now();
    }

    /** Returns who asked for what, as log lines have it; nothing that came from a client can end a line. */
    @Override
    public String toString() {
        return route
                + (index == null ? "" : " index=[" + printable(index) + "]")
                + (opaqueId == null ? "" : " x_opaque_id=[" + printable(opaqueId) + "]")
                + (parent == null ? "" : " trace_id=" + parent.traceId());
    }

    private static String printable(String text) {
        return text.replaceAll("\\p{Cntrl}", "?");
    }

    /** Returns how long it took, or 0 where nobody asked. */
    long tookNanos() {
        return timed ? System.nanoTime() - begunNanos : 0;
    }

    /**
     * Returns what took how long: until its body was read, until its last write was decided (what had to be loaded, run or
     * waited for among it), until that was durable, and until the answer was written.
     */
    String phases(long tookNanos) {
        long read = readNanos == 0 ? begunNanos : readNanos;
        long answered = answeredNanos == 0 ? begunNanos + tookNanos : answeredNanos;
        long decided = decidedNanos == 0 ? answered : decidedNanos;
        long durable = durableNanos == 0 ? decided : durableNanos;
        return "status=" + status + " took=" + millis(tookNanos) + " read=" + millis(read - begunNanos) + " decide="
                + millis(decided - read) + " commit=" + millis(durable - decided) + " write="
                + millis(begunNanos + tookNanos - durable);
    }

    private static String millis(long nanos) {
        return String.format(Locale.ROOT, "%.1fms", nanos / (double) TimeUnit.MILLISECONDS.toNanos(1));
    }
}
