package dev.optimist.core.store.rocksdb;

import java.nio.file.Path;

/**
 * What an embedded store needs to know.
 *
 * @param folder everything is kept below it; made, with access for its owner alone, where there is none
 * @param cacheBytes one budget for cached blocks, indexes, filters and unwritten tables together
 * @param storageThreads how many threads read what the cache cannot answer
 * @param queuedReadsMax how many reads may wait for them; more are refused
 * @param acceptDataLoss opens with what is left of a damaged log instead of refusing
 */
public record RocksDbConfiguration(
        Path folder, long cacheBytes, int storageThreads, int queuedReadsMax, boolean acceptDataLoss) {
    private static final long CACHE_BYTES_DEFAULT = 64L << 20;
    private static final long CACHE_BYTES_MIN = 8L << 20;
    private static final int STORAGE_THREADS_DEFAULT = 4;
    private static final int QUEUED_READS_MAX_DEFAULT = 10_000;

    public RocksDbConfiguration {
        folder = folder.toAbsolutePath().normalize();
        require(cacheBytes >= CACHE_BYTES_MIN, "cacheBytes must be at least " + CACHE_BYTES_MIN);
        require(storageThreads >= 1, "storageThreads must be at least 1");
        require(queuedReadsMax >= 1, "queuedReadsMax must be at least 1");
    }

    /** Makes the configuration with every default. */
    public static RocksDbConfiguration of(Path folder) {
        return new RocksDbConfiguration(
                folder,
                CACHE_BYTES_DEFAULT,
                STORAGE_THREADS_DEFAULT,
                QUEUED_READS_MAX_DEFAULT,
                /* acceptDataLoss= */ false);
    }

    /** Returns the same with another budget of memory. */
    public RocksDbConfiguration withCacheBytes(long bytes) {
        return new RocksDbConfiguration(folder, bytes, storageThreads, queuedReadsMax, acceptDataLoss);
    }

    /** Returns the same, to open with what is left of a damaged log. */
    public RocksDbConfiguration acceptingDataLoss() {
        return new RocksDbConfiguration(folder, cacheBytes, storageThreads, queuedReadsMax, /* acceptDataLoss= */ true);
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }
}
