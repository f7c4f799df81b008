package dev.optimist.core.history;

import dev.optimist.core.document.Revision;
import org.jspecify.annotations.Nullable;

/** How an operation ended for the client that sent it. */
public sealed interface Answer {
    /** The write was acknowledged; a delete that found nothing is one too, for it leaves a tombstone. */
    record Written(long version, Revision revision) implements Answer {}

    /** The update was acknowledged as a noop: nothing was written, and this is the current document. */
    record Unchanged(long version, Revision revision) implements Answer {}

    /** The read found a document, with this nonce in its source. */
    record Found(long version, Revision revision, String nonce) implements Answer {}

    /** There is no document: 404 of a read or an update. */
    record Missing() implements Answer {}

    /**
     * A version conflict: nothing was written.
     *
     * @param current the state that the conflict names, or null where it names none
     */
    record Conflicted(@Nullable Sighting current) implements Answer {}

    /** Definitely refused for another reason: nothing was written. */
    record Refused(int status) implements Answer {}

    /** A time-out, a cut connection, a 503: a write has happened, or happens later while that server lives, or never. */
    record Unknown(String why) implements Answer {}
}
