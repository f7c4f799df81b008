package dev.optimist.http.json;

import org.jspecify.annotations.Nullable;

/**
 * One action of a bulk request with its document.
 *
 * @param source the line after the action line, not validated; empty for a delete
 * @param update the source of an update, read; null for the other actions
 */
@SuppressWarnings("ArrayRecordComponent") // shared, not copied; never compared
public record BulkEntry(
        BulkAction action, byte[] source, @Nullable UpdateBody update) {
    /** What an entry takes in memory beyond its source, about. */
    private static final int OVERHEAD_BYTES = 256;

    /** Returns about how much memory the entry takes. */
    public int sizeBytes() {
        return source.length + OVERHEAD_BYTES;
    }
}
