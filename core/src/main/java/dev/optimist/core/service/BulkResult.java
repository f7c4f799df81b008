package dev.optimist.core.service;

import dev.optimist.core.document.WriteResult;
import dev.optimist.core.error.DocumentException;
import org.jspecify.annotations.Nullable;

/** What became of one item of a bulk request. */
public sealed interface BulkResult {
    /** The write is durable, or there was nothing to write. */
    record Done(WriteResult result) implements BulkResult {}

    /**
     * The item failed; the others do not care.
     *
     * @param id the document's id where the service has made it, else as in the command
     */
    record Failed(@Nullable String id, DocumentException failure) implements BulkResult {}
}
