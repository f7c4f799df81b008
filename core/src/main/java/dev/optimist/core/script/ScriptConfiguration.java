package dev.optimist.core.script;

import java.time.Duration;

/**
 * Limits of scripts.
 *
 * @param cachedMax how many compiled scripts are kept
 * @param compilationsMax how many scripts may be compiled within {@code compilationsPer}
 * @param timeMax how long one run may take until it is answered with an error, at most a tenth later
 * @param threads how many scripts run at once
 * @param queuedMax how many runs may wait for a thread
 * @param runawaysMax how many runs over their time are given another thread beside them
 */
public record ScriptConfiguration(
        int cachedMax,
        int compilationsMax,
        Duration compilationsPer,
        Duration timeMax,
        int threads,
        int queuedMax,
        int runawaysMax) {
    /** Returns the same limits, but for how many runs may wait for a thread. */
    public ScriptConfiguration withQueuedMax(int queued) {
        return new ScriptConfiguration(
                cachedMax, compilationsMax, compilationsPer, timeMax, threads, queued, runawaysMax);
    }

    /** The cache of 3,000 and the rate of 150 in 5 minutes are Elasticsearch 8's. */
    public static ScriptConfiguration defaults() {
        return new ScriptConfiguration(
                3_000,
                150,
                Duration.ofMinutes(5),
                Duration.ofSeconds(5),
                Math.max(2, Runtime.getRuntime().availableProcessors()),
                10_000,
                16);
    }
}
