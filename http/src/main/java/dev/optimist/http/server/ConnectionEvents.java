package dev.optimist.http.server;

/** Is told what connections do; called on event loops, must be quick. */
public interface ConnectionEvents {
    /** Ignores everything. */
    ConnectionEvents NONE = new ConnectionEvents() {};

    default void opened() {}

    default void closed() {}

    /** A connection began to serve a request. */
    default void activated() {}

    /** A connection has no request any more. */
    default void inactivated() {}

    /** A task waited this long for its event loop. */
    default void loopDelayed(long nanos) {}

    /** A connection or a request was turned away. */
    default void rejected(Rejection reason) {}

    default void received(long bytes) {}

    default void sent(long bytes) {}
}
