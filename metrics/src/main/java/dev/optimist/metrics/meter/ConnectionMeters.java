package dev.optimist.metrics.meter;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Timer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/**
 * Is told what the HTTP server's connections do; any thread may tell. Knows no server: whoever has one calls this from
 * its hooks.
 */
public final class ConnectionMeters {
    /** There from the start, so that the first of them is a rise from zero. */
    private static final List<String> REASONS =
            List.of("connections", "pipelined", "requests", "bytes", "connection_bytes", "service");

    private final LongAdder open = new LongAdder();
    private final LongAdder active = new LongAdder();
    private final Map<String, Counter> rejected = new ConcurrentHashMap<>();
    private final MeterFactory meters;
    private final Counter accepted;
    private final Counter received;
    private final Counter sent;
    private final Timer loopDelay;

    ConnectionMeters(MeterFactory meters) {
        this.meters = meters;
        REASONS.forEach(reason -> rejected.put(reason, meters.counter(OptimistMeter.REJECTIONS, reason)));
        accepted = meters.counter(OptimistMeter.CONNECTIONS_ACCEPTED);
        received = meters.counter(OptimistMeter.HTTP_RECEIVED);
        sent = meters.counter(OptimistMeter.HTTP_SENT);
        loopDelay = meters.timer(OptimistMeter.EVENT_LOOP_DELAY);
        meters.gauge(OptimistMeter.CONNECTIONS_OPEN, open::sum);
        meters.gauge(OptimistMeter.CONNECTIONS_ACTIVE, active::sum);
    }

    public void opened() {
        open.increment();
        accepted.increment();
    }

    public void closed() {
        open.decrement();
    }

    /** A connection began to serve a request. */
    public void activated() {
        active.increment();
    }

    /** A connection has no request any more. */
    public void inactivated() {
        active.decrement();
    }

    /** A task waited this long for its event loop. */
    public void loopDelayed(long nanos) {
        loopDelay.record(nanos, TimeUnit.NANOSECONDS);
    }

    /** A connection or a request was turned away. */
    public void rejected(String reason) {
        rejected.computeIfAbsent(reason, named -> meters.counter(OptimistMeter.REJECTIONS, named))
                .increment();
    }

    public void received(long bytes) {
        received.increment((double) bytes);
    }

    public void sent(long bytes) {
        sent.increment((double) bytes);
    }
}
