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
 */
public record ServiceConfiguration(
        long registerMemoryBytes,
        int batchOperationsMax,
        int pendingOperationsMax,
        Duration tombstoneSweepInterval,
        ScriptConfiguration scripts) {
    /** Makes a configuration with the default limits of scripts. */
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
                ScriptConfiguration.defaults());
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
