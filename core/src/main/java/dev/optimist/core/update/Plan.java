package dev.optimist.core.update;

import dev.optimist.core.engine.Decision;

/** What an update wants done with the document it found. */
public sealed interface Plan {
    /** Write the result. */
    record Write(Decision.Write decision) implements Plan {}

    /** Write nothing. */
    enum Nothing implements Plan {
        /** The document is as the update wants it. */
        NOOP,
        /** There is no document, and nothing to store instead. */
        MISSING
    }
}
