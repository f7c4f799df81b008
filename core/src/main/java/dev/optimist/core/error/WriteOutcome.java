package dev.optimist.core.error;

/** What has become of a write that was not acknowledged: the {@code outcome} of its error body. */
public enum WriteOutcome {
    /** It was tried: it may be there after the store is opened again, or not. */
    UNKNOWN("unknown"),
    /** It was refused before anything of it was tried. */
    NOT_WRITTEN("not_written");

    private final String text;

    WriteOutcome(String text) {
        this.text = text;
    }

    /** Returns what goes over the wire. */
    public String text() {
        return text;
    }
}
