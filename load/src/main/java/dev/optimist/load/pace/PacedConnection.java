package dev.optimist.load.pace;

import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.HdrHistogram.Histogram;

/**
 * One connection that sends a request whenever one is due; while an answer is late, those that became due wait, and their
 * waiting counts: what a client sees that does not slow down with the server ("coordinated omission", G. Tene).
 */
final class PacedConnection implements Callable<Latencies> {
    private static final long NANOS_PER_MICRO = 1_000;
    private static final int REFUSED_FROM = 400;

    private final RawConnection connection;
    private final Supplier<byte[]> requests;
    private final Pace pace;
    private final long firstNanos;
    private long refused;

    PacedConnection(RawConnection connection, Supplier<byte[]> requests, Pace pace, long firstNanos) {
        this.connection = connection;
        this.requests = requests;
        this.pace = pace;
        this.firstNanos = firstNanos;
    }

    @Override
    public Latencies call() throws IOException {
        Histogram micros = Latencies.none().micros();
        long countFrom = firstNanos + pace.warmUp().toNanos();
        long end = countFrom + pace.counted().toNanos();
        for (long due = firstNanos; due - end < 0; due += pace.intervalNanos()) {
            await(due);
            int status = connection.exchange(requests.get());
            if (due - countFrom >= 0) {
                count(micros, due, status);
            }
        }
        return new Latencies(micros, refused);
    }

    private void count(Histogram micros, long due, int status) {
        micros.recordValue(Math.min((System.nanoTime() - due) / NANOS_PER_MICRO, micros.getHighestTrackableValue()));
        if (status >= REFUSED_FROM) {
            refused++;
        }
    }

    private static void await(long due) {
        long left = due - System.nanoTime();
        while (left > 0) {
            LockSupport.parkNanos(left);
            left = due - System.nanoTime();
        }
    }
}
