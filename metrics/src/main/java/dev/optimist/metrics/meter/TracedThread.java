package dev.optimist.metrics.meter;

import dev.optimist.core.observe.TraceParent;
import io.prometheus.metrics.tracer.common.SpanContext;
import org.jspecify.annotations.Nullable;

/** Knows which trace the calling thread records for, so that histograms may keep it as an exemplar. */
final class TracedThread implements SpanContext {
    @SuppressWarnings("ThreadLocalUsage") // one for each registry
    private final ThreadLocal<TraceParent> current = new ThreadLocal<>();

    /** Records something that belongs to a place in a trace. */
    void within(TraceParent parent, Runnable record) {
        current.set(parent);
        try {
            record.run();
        } finally {
            current.remove();
        }
    }

    @Override
    public @Nullable String getCurrentTraceId() {
        TraceParent parent = current.get();
        return parent == null ? null : parent.traceId();
    }

    @Override
    public @Nullable String getCurrentSpanId() {
        TraceParent parent = current.get();
        return parent == null ? null : parent.spanId();
    }

    @Override
    public boolean isCurrentSpanSampled() {
        TraceParent parent = current.get();
        return parent != null && parent.sampled();
    }

    @Override
    public void markCurrentSpanAsExemplar() {}
}
