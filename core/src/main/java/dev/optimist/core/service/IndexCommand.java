package dev.optimist.core.service;

import dev.optimist.core.document.Source;
import dev.optimist.core.document.WriteCondition;
import org.jspecify.annotations.Nullable;

/**
 * Index a whole document.
 *
 * @param index an index or alias
 * @param id null for one that the service makes
 * @param source one valid JSON object; the caller has validated it
 * @param condition {@link WriteCondition#mustNotExist()} makes it a create
 * @param requireAlias whether {@code index} must be an alias
 */
public record IndexCommand(
        String index,
        @Nullable String id,
        @Nullable String routing,
        Source source,
        WriteCondition condition,
        boolean requireAlias)
        implements WriteCommand {}
