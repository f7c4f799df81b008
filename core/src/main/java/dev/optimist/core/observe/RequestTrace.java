package dev.optimist.core.observe;

import org.jspecify.annotations.Nullable;

/**
 * One request on its way, for those who watch it: who asked, and when it was where. It travels in Reactor's context, under
 * this class; most requests have none.
 *
 * <p><b>Concurrency</b>: the writes of one request tell from several threads; of two marks the later one counts.
 */
public interface RequestTrace {
    /** Of a request that nobody watches. */
    RequestTrace NONE = new RequestTrace() {};

    /** Returns what the caller calls itself or its request (X-Opaque-Id), if it says so. */
    default @Nullable String opaqueId() {
        return null;
    }

    /** Returns the caller's place in a trace (W3C trace context), if it says so. */
    default @Nullable TraceParent parent() {
        return null;
    }

    /** A write of this request has been decided: its compareAndSet is next. */
    default void decided() {}

    /** A write of this request is durable. */
    default void durable() {}
}
