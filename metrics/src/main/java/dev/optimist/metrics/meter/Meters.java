package dev.optimist.metrics.meter;

import dev.optimist.core.observe.EngineObserver;
import io.micrometer.core.instrument.Clock;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.io.OutputStream;
import java.util.function.Supplier;

/**
 * All meters of one server: the way in for whoever composes it. The engine gets {@link #observer}, the HTTP server
 * {@link #connections}, and values of the moment are given as suppliers.
 */
public final class Meters implements AutoCloseable {
    /** How many indices have meters of their own unless said otherwise. */
    public static final int INDICES_MAX_DEFAULT = 100;

    private final PrometheusMeterRegistry registry;
    private final MeterFactory factory;
    private final MicrometerObserver observer;
    private final ConnectionMeters connections;
    private final JvmMeters jvm = new JvmMeters();
    private volatile boolean withJvm;

    private Meters(int indicesMax) {
        TracedThread traced = new TracedThread();
        registry =
                new PrometheusMeterRegistry(PrometheusConfig.DEFAULT, new PrometheusRegistry(), Clock.SYSTEM, traced);
        factory = new MeterFactory(registry);
        observer = new MicrometerObserver(factory, traced, indicesMax);
        connections = new ConnectionMeters(factory);
    }

    /** Makes the meters of the engine and of connections; {@code indicesMax} indices have their own. */
    public static Meters create(int indicesMax) {
        if (indicesMax < 0) {
            throw new IllegalArgumentException("indicesMax must not be negative: " + indicesMax);
        }
        return new Meters(indicesMax);
    }

    /** Shows the JVM and the process too; their meters are added by {@link #addJvm}, and by the first look at any. */
    public Meters withJvm() {
        withJvm = true;
        return this;
    }

    /** Adds the meters of the JVM and of the process where they are to be shown; takes a while, once. */
    public void addJvm() {
        if (withJvm) {
            jvm.bindTo(registry);
        }
    }

    /** Shows a value of the moment; the supplier is called at each scrape and must not block. */
    public Meters gauge(OptimistMeter meter, Supplier<Number> value) {
        factory.gauge(meter, value);
        return this;
    }

    /** Shows what somebody else counts, and never counts down; asked at each scrape, it must not block. */
    public Meters counter(OptimistMeter meter, Supplier<Number> count) {
        factory.counter(meter, unused -> count.get().doubleValue());
        return this;
    }

    public EngineObserver observer() {
        return observer;
    }

    /** Returns what the meters hold, to be asked. */
    public Totals totals() {
        addJvm();
        return new Totals(registry);
    }

    public ConnectionMeters connections() {
        return connections;
    }

    /** Writes all meters in one of Prometheus's text formats, named by its content type. */
    public void scrape(OutputStream out, String contentType) throws IOException {
        addJvm();
        registry.scrape(out, contentType);
    }

    @Override
    public void close() {
        jvm.close();
        registry.close();
    }
}
