package dev.optimist.http.server;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.netty.Connection;
import reactor.netty.ConnectionObserver;

/** Is told of the requests of streams, as the server's framework itself is of those of connections, and ends streams that fail. */
final class StreamObserver implements ConnectionObserver {
    private static final Logger LOG = LoggerFactory.getLogger(StreamObserver.class);

    private final ConnectionObserver requests;

    /** @param requests has them handled */
    StreamObserver(ConnectionObserver requests) {
        this.requests = requests;
    }

    @Override
    public void onStateChange(Connection connection, State state) {
        if (state == State.DISCONNECTING && connection.channel().isActive() && !connection.isPersistent()) {
            connection.dispose();
        }
        requests.onStateChange(connection, state);
    }

    @Override
    public void onUncaughtException(Connection connection, Throwable failure) {
        LOG.debug("A stream of {} failed", connection.channel().remoteAddress(), failure);
        connection.dispose();
    }
}
