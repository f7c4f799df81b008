package dev.optimist.http.cli;

import dev.optimist.http.server.ConnectionEvents;
import dev.optimist.http.server.Rejection;
import dev.optimist.metrics.meter.ConnectionMeters;

/** Tells the meters what the server's connections do. */
record MeteredConnections(ConnectionMeters meters) implements ConnectionEvents {
    @Override
    public void opened() {
        meters.opened();
    }

    @Override
    public void closed() {
        meters.closed();
    }

    @Override
    public void activated() {
        meters.activated();
    }

    @Override
    public void inactivated() {
        meters.inactivated();
    }

    @Override
    public void loopDelayed(long nanos) {
        meters.loopDelayed(nanos);
    }

    @Override
    public void rejected(Rejection reason) {
        meters.rejected(reason.wireName());
    }

    @Override
    public void received(long bytes) {
        meters.received(bytes);
    }

    @Override
    public void sent(long bytes) {
        meters.sent(bytes);
    }
}
