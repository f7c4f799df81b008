package dev.optimist.core.service;

/**
 * Limits of searches, which read documents one by one.
 *
 * @param documentsReadMax over this many documents in the shards that a request names, it is refused before it reads
 * @param windowMax the most hits, with those left out before them, that one search answers (Elasticsearch's {@code
 *     index.max_result_window})
 * @param hitBytesMax about how much memory the hits of all searches may take
 * @param threads how many searches read at once
 * @param queuedMax how many may wait for a thread
 */
public record SearchConfiguration(long documentsReadMax, int windowMax, long hitBytesMax, int threads, int queuedMax) {
    /** What a server starts with unless told otherwise; an eighth of the heap for hits. */
    public static SearchConfiguration defaults() {
        return new SearchConfiguration(
                1_000_000,
                10_000,
                Runtime.getRuntime().maxMemory() / 8,
                Math.max(2, Runtime.getRuntime().availableProcessors()),
                1_000);
    }

    public SearchConfiguration {
        requirePositive("documentsReadMax", documentsReadMax);
        requirePositive("windowMax", windowMax);
        requirePositive("hitBytesMax", hitBytesMax);
        requirePositive("threads", threads);
        requirePositive("queuedMax", queuedMax);
    }

    /** Returns the same limits with another one of the documents that a request may read. */
    public SearchConfiguration withDocumentsReadMax(long max) {
        return new SearchConfiguration(max, windowMax, hitBytesMax, threads, queuedMax);
    }

    private static void requirePositive(String name, long value) {
        if (value <= 0) {
            throw new IllegalArgumentException(name + " must be positive, not " + value);
        }
    }
}
