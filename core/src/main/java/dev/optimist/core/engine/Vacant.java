package dev.optimist.core.engine;

/** What the reference of a register points at that has no document. */
enum Vacant {
    /** Nothing has been read from the store yet. */
    UNLOADED,
    /** Terminal: the register has left memory, whoever still holds it must look it up again. */
    SEALED
}
