package dev.optimist.core.engine;

import dev.optimist.core.document.Conflict;
import dev.optimist.core.document.DocumentState;
import dev.optimist.core.document.Outcome;
import dev.optimist.core.store.Receipt;
import org.jspecify.annotations.Nullable;

/** What an operation wants, having seen a state: write the next one, or refuse. */
public sealed interface Decision {
    /**
     * Write.
     *
     * @param next a draft, whose seq_no and primary term the commit assigns
     * @param receipt kept with the write, a draft too; null for most
     */
    record Write(
            DocumentState next, Outcome outcome, @Nullable Receipt receipt) implements Decision {
        /** A write that no receipt is kept of. */
        public Write(DocumentState next, Outcome outcome) {
            this(next, outcome, null);
        }

        /** Returns the same write with a receipt. */
        public Write with(Receipt kept) {
            return new Write(next, outcome, kept);
        }
    }

    /** Leave the document alone, for its condition does not hold. */
    record Refuse(Conflict conflict) implements Decision {}
}
