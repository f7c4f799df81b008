package dev.optimist.core.engine;

import dev.optimist.core.document.Conflict;
import dev.optimist.core.document.DocumentState;
import dev.optimist.core.document.Outcome;

/** What an operation wants, having seen a state: write the next one, or refuse. */
public sealed interface Decision {
    /**
     * Write.
     *
     * @param next a draft, whose seq_no and primary term the commit assigns
     */
    record Write(DocumentState next, Outcome outcome) implements Decision {}

    /** Leave the document alone, for its condition does not hold. */
    record Refuse(Conflict conflict) implements Decision {}
}
