package dev.optimist.core.index;

import java.util.Map;

/** What a new index is to be; the maps as in {@link IndexMetadata}. */
public record CreateIndex(
        int numberOfShards,
        int numberOfReplicas,
        Map<String, String> settings,
        Map<String, Object> mappings,
        Map<String, Map<String, Object>> aliases) {
    /** One shard, one replica, nothing else: what auto-creation makes. */
    public static final CreateIndex DEFAULT = new CreateIndex(1, 1, Map.of(), Map.of(), Map.of());
}
