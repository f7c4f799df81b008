package dev.optimist.core.engine;

import dev.optimist.core.document.DocumentState;
import dev.optimist.core.document.Revision;

/**
 * What an update has seen of a document, and compares with when it writes.
 *
 * @param seen the exact state of the register, which may still be on its way to disk
 * @param state the document as operations see it; without a revision while it is on its way
 */
public record Observation(Register register, Object seen, DocumentState state) {
    /**
     * Returns whether {@code state} is a draft, from before it was durable: no answer may name it, even if what was seen
     * has become durable since.
     */
    public boolean pending() {
        return seen instanceof Change && state.revision().equals(Revision.UNASSIGNED);
    }
}
