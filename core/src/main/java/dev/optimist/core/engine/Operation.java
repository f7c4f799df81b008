package dev.optimist.core.engine;

import dev.optimist.core.document.DocumentState;

/**
 * A write as a function of the state it finds. Quick, and without effects but that an observer is told: it runs once for
 * each compareAndSet attempt, on the caller's thread.
 */
@FunctionalInterface
public interface Operation {
    Decision decide(DocumentState current);
}
