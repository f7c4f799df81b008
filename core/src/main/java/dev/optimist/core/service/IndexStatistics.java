package dev.optimist.core.service;

import dev.optimist.core.index.IndexMetadata;
import java.util.List;

/** Counts of one index at a moment. */
public record IndexStatistics(IndexMetadata metadata, List<ShardStatistics> shards) {
    /**
     * Counts of one shard.
     *
     * @param deleted tombstones not yet forgotten
     * @param maxSeqNo the newest sequence number, -1 for none
     */
    public record ShardStatistics(int number, long documents, long deleted, long maxSeqNo, long primaryTerm) {}

    public long documents() {
        return shards.stream().mapToLong(ShardStatistics::documents).sum();
    }

    public long deleted() {
        return shards.stream().mapToLong(ShardStatistics::deleted).sum();
    }
}
