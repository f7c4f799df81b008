package dev.optimist.core.engine;

import dev.optimist.core.document.DocumentState;

/** What a register's reference points at. A register moves unloaded → settled ⇄ changed, and in the end sealed. */
sealed interface RegisterState permits RegisterState.Vacant, RegisterState.Settled, Change {
    /** States without a document. */
    enum Vacant implements RegisterState {
        /** Nothing has been read from the store yet. */
        UNLOADED,
        /** Terminal: the register has left memory, whoever still holds it must look it up again. */
        SEALED
    }

    /** A durable state. */
    record Settled(DocumentState state) implements RegisterState {}
}
