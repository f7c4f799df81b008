package dev.optimist.core.service;

import dev.optimist.core.script.ScriptConfiguration;
import java.time.Duration;

/**
 * Limits and sizes of the document service.
 *
 * @param registerMemoryBytes about how much memory resident documents may take
 * @param batchOperationsMax the most operations one commit makes durable together
 * @param pendingOperationsMax over this many operations that wait for the disk, new ones are rejected
 * @param tombstoneSweepInterval how often expired tombstones are looked for
 * @param scripts limits of scripts
 * @param bulk how much of one bulk request is under way at once
 * @param search limits of searches
 * @param idempotency how long and how much is kept of requests with a key
 */
public record ServiceConfiguration(
        long registerMemoryBytes,
        int batchOperationsMax,
        int pendingOperationsMax,
        Duration tombstoneSweepInterval,
        ScriptConfiguration scripts,
        Bulk bulk,
        SearchConfiguration search,
        Idempotency idempotency) {
    /**
     * What is kept of requests that may be made again under the same key.
     *
     * @param window how long they may be made again
     * @param bytesMax with receipts of this size, about, new requests with a key are rejected
     */
    public record Idempotency(Duration window, long bytesMax) {
        /** What a server starts with unless told otherwise. */
        public static final Idempotency DEFAULT = new Idempotency(Duration.ofMinutes(10), 256L << 20);

        public Idempotency {
            requirePositive("window", window.toMillis());
            requirePositive("bytesMax", bytesMax);
        }
    }

    /**
     * The limits of each bulk request.
     *
     * @param itemsInFlightMax the most items that are begun and not durable yet
     * @param bytesInFlightMax about how many bytes of source these may have together
     */
    public record Bulk(int itemsInFlightMax, long bytesInFlightMax) {
        /** What a server starts with unless told otherwise. */
        public static final Bulk DEFAULT = new Bulk(2_048, 2 << 20);

        public Bulk {
            requirePositive("itemsInFlightMax", itemsInFlightMax);
            requirePositive("bytesInFlightMax", bytesInFlightMax);
        }
    }

    /** Makes a configuration with the default limits of scripts, bulk requests and searches. */
    public ServiceConfiguration(
            long registerMemoryBytes,
            int batchOperationsMax,
            int pendingOperationsMax,
            Duration tombstoneSweepInterval) {
        this(
                registerMemoryBytes,
                batchOperationsMax,
                pendingOperationsMax,
                tombstoneSweepInterval,
                ScriptConfiguration.defaults(),
                Bulk.DEFAULT,
                SearchConfiguration.defaults(),
                Idempotency.DEFAULT);
    }

    /** What a server starts with unless told otherwise; a quarter of the heap for documents. */
    public static ServiceConfiguration defaults() {
        return new ServiceConfiguration(Runtime.getRuntime().maxMemory() / 4, 4_096, 65_536, Duration.ofSeconds(10));
    }

    public ServiceConfiguration {
        requirePositive("registerMemoryBytes", registerMemoryBytes);
        requirePositive("batchOperationsMax", batchOperationsMax);
        requirePositive("pendingOperationsMax", pendingOperationsMax);
        requirePositive("tombstoneSweepInterval", tombstoneSweepInterval.toMillis());
    }

    private static void requirePositive(String name, long value) {
        if (value <= 0) {
            throw new IllegalArgumentException(name + " must be positive, not " + value);
        }
    }
}
