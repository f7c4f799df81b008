package dev.optimist.metrics.meter;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import org.jspecify.annotations.Nullable;

/**
 * Micrometer's meters of the JVM and of the process: memory, collections, threads, files, processor, uptime. They are
 * added once, since what they read takes a fifteenth of a server's start to load.
 *
 * <p><b>Concurrency.</b> Whoever comes while another adds them waits until they are there.
 */
final class JvmMeters implements AutoCloseable {
    private @Nullable JvmGcMetrics collections;
    private boolean closed;

    /** Adds the meters unless they were added before. */
    synchronized void bindTo(MeterRegistry registry) {
        if (collections != null || closed) {
            return;
        }
        collections = new JvmGcMetrics();
        collections.bindTo(registry);
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new FileDescriptorMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (collections != null) {
            collections.close();
        }
    }
}
