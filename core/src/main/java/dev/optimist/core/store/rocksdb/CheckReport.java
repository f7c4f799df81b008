package dev.optimist.core.store.rocksdb;

import dev.optimist.core.document.ShardId;
import dev.optimist.core.store.CatalogEntry;
import java.util.List;

/**
 * What a check of a store has found.
 *
 * @param problems one sentence for each, empty for a store that is well; of very many only the first
 * @param notes what is worth knowing and no damage
 * @param opening how often the store has been opened, or the number that a copy jumped to
 * @param checkpoint whether it is a checkpoint that nobody has opened yet
 * @param tableBytes how much was verified against checksums
 * @param shards in the order of their keys, as far as they can be read
 * @param catalog every entry
 */
public record CheckReport(
        List<String> problems,
        List<String> notes,
        long opening,
        boolean checkpoint,
        int tables,
        long tableBytes,
        List<CheckedShard> shards,
        List<CatalogEntry> catalog) {

    /**
     * One shard as it was found.
     *
     * @param uid what the keys of its documents begin with
     */
    public record CheckedShard(
            ShardId id, int uid, long primaryTerm, long nextSeqNo, long documents, long tombstones) {}

    public long documents() {
        return shards.stream().mapToLong(CheckedShard::documents).sum();
    }

    public long tombstones() {
        return shards.stream().mapToLong(CheckedShard::tombstones).sum();
    }
}
