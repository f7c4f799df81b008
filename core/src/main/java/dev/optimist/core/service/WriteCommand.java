package dev.optimist.core.service;

import dev.optimist.core.document.WriteCondition;
import org.jspecify.annotations.Nullable;

/** A write of one document. */
public sealed interface WriteCommand permits IndexCommand, UpdateCommand, DeleteCommand {
    /** Returns the index or alias. */
    String index();

    /** Returns the document's id, or null for one that the service makes. */
    @Nullable
    String id();

    @Nullable
    String routing();

    WriteCondition condition();

    /** Returns whether {@link #index} must be an alias. */
    boolean requireAlias();

    /** Returns whether the index is made where it is missing. */
    default boolean makesIndex() {
        return true;
    }
}
