package dev.optimist.core.engine;

import dev.optimist.core.store.InMemoryStore;
import java.util.ArrayDeque;
import java.util.Deque;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** Holds every commit of a store back until it is let through, one at a time. */
final class Gate {
    private final Deque<Sinks.Empty<Void>> waiting = new ArrayDeque<>();

    private Gate() {}

    static Gate before(InMemoryStore store) {
        Gate gate = new Gate();
        store.holdCommits(Mono.defer(gate::next));
        return gate;
    }

    /** Holds back what every commit of a store has to tell, after it has written. */
    static Gate behind(InMemoryStore store) {
        Gate gate = new Gate();
        store.holdOutcomes(Mono.defer(gate::next));
        return gate;
    }

    private Mono<Void> next() {
        Sinks.Empty<Void> sink = Sinks.empty();
        waiting.add(sink);
        return sink.asMono();
    }

    /** Lets the commit through that has waited longest. */
    void open() {
        waiting.remove().tryEmitEmpty();
    }

    /** Lets commits through until none waits. */
    void openAll() {
        while (!waiting.isEmpty()) {
            open();
        }
    }

    /** Returns how many commits wait. */
    int waiting() {
        return waiting.size();
    }
}
