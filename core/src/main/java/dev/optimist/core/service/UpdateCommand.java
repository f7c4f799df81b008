package dev.optimist.core.service;

import dev.optimist.core.document.Source;
import dev.optimist.core.document.WriteCondition;
import org.jspecify.annotations.Nullable;

/**
 * Change a part of a document.
 *
 * @param doc merged into the current source
 * @param upsert the source to store where there is no document, or null
 * @param docAsUpsert whether {@code doc} is stored where there is no document
 * @param detectNoop whether a merge that changes nothing is not written
 * @param condition none, a revision, or (compatibility mode 6) a version
 * @param retryOnConflict how many times to try again after a lost race, at least 0
 */
public record UpdateCommand(
        String index,
        String id,
        @Nullable String routing,
        Source doc,
        @Nullable Source upsert,
        boolean docAsUpsert,
        boolean detectNoop,
        WriteCondition condition,
        int retryOnConflict,
        boolean requireAlias) {}
