package dev.optimist.core.history;

import dev.optimist.core.document.Revision;
import dev.optimist.core.observe.OperationKind;
import org.jspecify.annotations.Nullable;

/**
 * What a client asked for. Versions given by the client are not among the conditions that the rules know.
 *
 * @param nonce names the operation; a write carries it inside {@code _source}
 * @param base the revision on which a conditional write builds
 */
public record Invocation(
        String nonce,
        OperationKind kind,
        DocumentKey document,
        @Nullable Revision base) {}
