package dev.optimist.core.history;

import java.io.IOException;

/** Something that does what it is asked and tells how that ended: at most once, and never by itself again. */
public interface Client {
    /**
     * Does one operation and waits for its answer. A write puts the nonce into the document.
     *
     * @throws IOException where nothing was asked, because nobody is there to be asked
     */
    Answer execute(Invocation invocation) throws IOException;

    /** Begins one write and turns away. */
    default void abandon(Invocation invocation) throws IOException {
        execute(invocation);
    }
}
