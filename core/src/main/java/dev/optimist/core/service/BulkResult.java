package dev.optimist.core.service;

import dev.optimist.core.document.WriteResult;
import dev.optimist.core.error.DocumentException;
import org.jspecify.annotations.Nullable;

/** What became of one item of a bulk request. */
public sealed interface BulkResult {
    /** Returns the HTTP status that the item is answered with. */
    int status();

    /** The write is durable, or there was nothing to write. */
    record Done(WriteResult result) implements BulkResult {
        @Override
        public int status() {
            return switch (result.outcome()) {
                case CREATED -> 201;
                case NOT_FOUND -> 404;
                case UPDATED, DELETED, NOOP -> 200;
            };
        }
    }

    /**
     * The item failed; the others do not care.
     *
     * @param id the document's id where the service has made it, else as in the command
     */
    record Failed(@Nullable String id, DocumentException failure) implements BulkResult {
        @Override
        public int status() {
            return failure.kind().status();
        }
    }
}
