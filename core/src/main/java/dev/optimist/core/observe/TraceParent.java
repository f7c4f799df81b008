package dev.optimist.core.observe;

/** A place in a distributed trace, in the hexadecimal digits of the W3C's {@code traceparent}. */
public record TraceParent(String traceId, String spanId, boolean sampled) {}
