package dev.optimist.core.engine;

import dev.optimist.core.document.Conflict;

/** How an operation fared on a register. */
sealed interface Attempt {
    /** Its compareAndSet won; the change is on its way to disk. */
    record Accepted(Change change, int attempts) implements Attempt {}

    /** Its condition did not hold on {@code seen}, which may itself still be on its way to disk. */
    record Refused(Conflict conflict, Register register, Object seen) implements Attempt {}

    /** The register holds something else than what was observed; nothing was put in place. */
    enum Lost implements Attempt {
        RACE
    }

    /** The register must be loaded or looked up again first. */
    record Unavailable(Vacant why) implements Attempt {}

    Attempt UNLOADED = new Unavailable(Vacant.UNLOADED);
    Attempt SEALED = new Unavailable(Vacant.SEALED);
}
