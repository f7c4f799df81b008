package dev.optimist.core.engine;

import dev.optimist.core.document.DocumentState;

/**
 * What an update has seen of a document, and compares with when it writes.
 *
 * @param seen the exact state of the register, which may still be on its way to disk
 * @param state the document as operations see it; without a revision while it is on its way
 */
public record Observation(Register register, RegisterState seen, DocumentState state) {
    /** Returns whether what was seen is not durable yet. */
    public boolean pending() {
        return seen instanceof Change change && change.pending();
    }
}
