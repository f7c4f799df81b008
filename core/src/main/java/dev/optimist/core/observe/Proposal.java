package dev.optimist.core.observe;

import dev.optimist.core.document.DocumentState;
import dev.optimist.core.document.WriteCondition;

/**
 * What an attempt is about to put in place of the state that it read.
 *
 * @param condition held of {@code base}
 * @param base what was read; it may still be on its way to disk
 * @param next takes its place if the compareAndSet wins
 */
public record Proposal(OperationKind kind, WriteCondition condition, DocumentState base, DocumentState next) {}
