package dev.optimist.core.update;

import dev.optimist.core.engine.Observation;

/** Tells the retry that another write came between an update's read and its compareAndSet. Never leaves the service. */
final class LostRaceException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    @SuppressWarnings("serial") // never serialized
    private final Observation observation;

    LostRaceException(Observation observation) {
        super("lost race", null, /* enableSuppression= */ false, /* writableStackTrace= */ false);
        this.observation = observation;
    }

    /** Returns what the update had read. */
    Observation observation() {
        return observation;
    }
}
