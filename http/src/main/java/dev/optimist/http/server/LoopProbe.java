package dev.optimist.http.server;

import io.netty.channel.EventLoopGroup;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;

/** Asks each event loop, twice a second, how long a task waits for it. */
final class LoopProbe {
    private static final Duration INTERVAL = Duration.ofMillis(500);

    private LoopProbe() {}

    /** Begins to ask; ends when the result is disposed of. */
    static Disposable start(EventLoopGroup loops, ConnectionEvents events) {
        return Flux.interval(INTERVAL).onBackpressureDrop().subscribe(tick -> ask(loops, events));
    }

    private static void ask(EventLoopGroup loops, ConnectionEvents events) {
        loops.forEach(loop -> {
            long asked = System.nanoTime();
            try {
                loop.execute(() -> events.loopDelayed(System.nanoTime() - asked));
            } catch (RejectedExecutionException ended) {
                // the server is closing
            }
        });
    }
}
