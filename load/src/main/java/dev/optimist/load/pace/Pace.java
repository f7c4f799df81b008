package dev.optimist.load.pace;

import java.time.Duration;

/**
 * How fast and how long.
 *
 * @param perSecond requests of all connections together
 * @param warmUp how much of the beginning is not counted
 */
public record Pace(int perSecond, int connections, Duration warmUp, Duration counted) {
    private static final long NANOS_PER_SECOND = 1_000_000_000;

    public Pace {
        if (perSecond < 1 || connections < 1 || counted.isZero() || counted.isNegative() || warmUp.isNegative()) {
            throw new IllegalArgumentException("rate, connections and duration must be at least 1");
        }
    }

    /** Returns the time from one request of a connection to its next. */
    long intervalNanos() {
        return NANOS_PER_SECOND * connections / perSecond;
    }

    /** Returns when a connection sends its first request: all of them share an interval evenly. */
    long offsetNanos(int connection) {
        return intervalNanos() * connection / connections;
    }
}
