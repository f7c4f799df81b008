package dev.optimist.metrics.contention;

import org.jspecify.annotations.Nullable;

/**
 * How contended one document is.
 *
 * @param conflicts how many there were at most, since the beginning or the last reset
 * @param overestimate by how many {@code conflicts} may be too high: what was counted of others in the place that this
 *     document took
 * @param recentConflicts how many of its own there were within the window
 * @param attempts writes since the document took its place: those that conflicted, each of their retries, and those that
 *     ended well
 * @param successes writes since then that ended well
 * @param lastWriter what the last of these called itself, shortened; null where it said nothing
 */
public record ContendedDocument(
        String index,
        String id,
        long conflicts,
        long overestimate,
        long recentConflicts,
        long attempts,
        long successes,
        @Nullable String lastWriter) {}
