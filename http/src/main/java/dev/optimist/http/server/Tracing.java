package dev.optimist.http.server;

import dev.optimist.core.observe.RequestTrace;
import dev.optimist.core.observe.TraceParent;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.util.AsciiString;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.util.context.Context;

/** Watches those requests that say who they are, and all of them where slow ones are to be logged. */
final class Tracing {
    static final AsciiString OPAQUE_ID = AsciiString.cached("x-opaque-id");
    static final AsciiString TRACE_PARENT = AsciiString.cached("traceparent");

    private static final Logger SLOW = LoggerFactory.getLogger("optimist.slow");

    /** W3C Trace Context, level 1; later versions begin in the same way. */
    private static final Pattern PARENT =
            Pattern.compile("(?!ff)[0-9a-f]{2}-((?!0{32})[0-9a-f]{32})-((?!0{16})[0-9a-f]{16})-([0-9a-f]{2})(?:-.*)?");

    private static final int HEX = 16;

    private final long slowNanos;

    /** @param slow from which time on a request is logged; zero for none */
    Tracing(Duration slow) {
        this.slowNanos = slow.toNanos();
    }

    /** Returns the trace of a request; null where nobody would look at it. */
    @Nullable
    TracedRequest begin(HttpHeaders headers) {
        String opaqueId = headers.get(OPAQUE_ID);
        String parent = headers.get(TRACE_PARENT);
        return opaqueId == null && parent == null && slowNanos == 0
                ? null
                : new TracedRequest(opaqueId, parent == null ? null : read(parent), slowNanos > 0);
    }

    /** Returns what a header says; null where it is malformed, which is as if it were not there. */
    static @Nullable TraceParent read(String header) {
        Matcher matcher = PARENT.matcher(header);
        return matcher.matches()
                ? new TraceParent(
                        matcher.group(1), matcher.group(2), (Integer.parseInt(matcher.group(3), HEX) & 1) != 0)
                : null;
    }

    /** Hands the trace to all that a request does, and logs the request in the end if it was slow. */
    Mono<Void> watch(Mono<Void> exchange, TracedRequest trace) {
        Mono<Void> logged = slowNanos == 0 ? exchange : exchange.doFinally(ended -> logIfSlow(trace));
        return logged.contextWrite(Context.of(RequestTrace.class, trace));
    }

    private void logIfSlow(TracedRequest trace) {
        long took = trace.tookNanos();
        if (took >= slowNanos) {
            SLOW.warn("{} {}", trace, trace.phases(took));
        }
    }
}
