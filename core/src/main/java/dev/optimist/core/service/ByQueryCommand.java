package dev.optimist.core.service;

import dev.optimist.core.search.Query;

/**
 * Write every document that a query matches, each under the condition that it is still as it was seen.
 *
 * @param action what is written
 * @param proceeds whether a conflict leaves the others alone; where not, nothing is begun after the first one
 * @param documentsMax the most documents to take
 * @param scrollSize how many count as one batch in the answer
 * @param retriesMax how many times a document that has changed is read again and, if it still matches, tried again
 */
public record ByQueryCommand(
        SearchTarget target,
        Query query,
        Action action,
        boolean proceeds,
        long documentsMax,
        int scrollSize,
        int retriesMax) {
    /** What becomes of a document. */
    public sealed interface Action {
        /** What needs no script. */
        enum Plain implements Action {
            /** It is written again as it is. */
            TOUCH,
            DELETE
        }

        /** A script says what it becomes. */
        record Run(UpdateCommand.ScriptCall script) implements Action {}
    }
}
