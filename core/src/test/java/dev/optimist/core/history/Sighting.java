package dev.optimist.core.history;

import dev.optimist.core.document.Revision;
import org.jspecify.annotations.Nullable;

/**
 * What an answer tells about a state of a document.
 *
 * @param version {@code _version}, or {@link #UNTOLD}
 * @param nonce the operation whose content was seen, where content was seen
 * @param live whether there is a document
 */
public record Sighting(
        long version, @Nullable Revision revision, @Nullable String nonce, boolean live) {
    /** Stands for a version that the answer does not tell. */
    public static final long UNTOLD = 0;

    /** There is no document: never was, or a tombstone. */
    public static final Sighting ABSENT = new Sighting(UNTOLD, null, null, false);

    /** What a refused {@code if_seq_no} tells. */
    public static Sighting ofRevision(Revision revision) {
        return new Sighting(UNTOLD, revision, null, true);
    }

    /** What a refused create tells. */
    public static Sighting ofVersion(long version) {
        return new Sighting(version, null, null, true);
    }

    boolean tellsVersion() {
        return version != UNTOLD;
    }
}
