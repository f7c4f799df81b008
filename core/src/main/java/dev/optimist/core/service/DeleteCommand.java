package dev.optimist.core.service;

import dev.optimist.core.document.WriteCondition;
import org.jspecify.annotations.Nullable;

/**
 * Delete a document.
 *
 * @param index an index or alias; made when it is missing and the condition is an external version, as Elasticsearch does
 */
public record DeleteCommand(
        String index, String id, @Nullable String routing, WriteCondition condition) implements WriteCommand {
    @Override
    public boolean requireAlias() {
        return false;
    }

    @Override
    public boolean makesIndex() {
        return condition.makesIndex();
    }
}
