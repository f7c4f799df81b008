package dev.optimist.http.api;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The documents that writers contend for most, as the server has counted them. */
public interface HotDocuments {
    /** Returns those with the most conflicts within the window first; takes well under a millisecond. */
    List<HotDocument> documents(Duration window);

    /** Returns the longest window there is. */
    Duration windowMax();

    /** Forgets all that was counted. */
    void reset();

    /**
     * One document.
     *
     * @param conflicts since the beginning or the last reset, at most
     * @param overestimate by how many {@code conflicts} may be too high
     * @param recentConflicts those within the window
     * @param attempts as far as they were counted: the conflicts and the successes
     * @param successes writes that ended well, since the first conflict that was counted
     * @param lastWriter the {@code X-Opaque-Id} of the last of these, shortened; null where it had none
     */
    record HotDocument(
            String index,
            String id,
            long conflicts,
            long overestimate,
            long recentConflicts,
            long attempts,
            long successes,
            @Nullable String lastWriter) {}
}
