package dev.optimist.http.api;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What the settings of an index are where nobody gave them, of those that programs ask for. */
final class DefaultSettings {
    private static final Map<String, String> VALUES = Map.ofEntries(
            Map.entry("index.auto_expand_replicas", "false"),
            Map.entry("index.blocks.metadata", "false"),
            Map.entry("index.blocks.read", "false"),
            Map.entry("index.blocks.read_only", "false"),
            Map.entry("index.blocks.read_only_allow_delete", "false"),
            Map.entry("index.blocks.write", "false"),
            Map.entry("index.codec", "default"),
            Map.entry("index.default_pipeline", "_none"),
            Map.entry("index.final_pipeline", "_none"),
            Map.entry("index.gc_deletes", "60s"),
            Map.entry("index.hidden", "false"),
            Map.entry("index.mapping.depth.limit", "20"),
            Map.entry("index.mapping.nested_objects.limit", "10000"),
            Map.entry("index.mapping.total_fields.limit", "1000"),
            Map.entry("index.max_result_window", "10000"),
            Map.entry("index.max_terms_count", "65536"),
            Map.entry("index.priority", "1"),
            Map.entry("index.refresh_interval", "1s"),
            Map.entry("index.routing_partition_size", "1"),
            Map.entry("index.soft_deletes.enabled", "true"),
            Map.entry("index.translog.durability", "REQUEST"),
            Map.entry("index.write.wait_for_active_shards", "1"));

    private DefaultSettings() {}

    /** Returns the defaults of all settings but those that are given. */
    static Map<String, String> without(Set<String> given) {
        Map<String, String> defaults = new TreeMap<>(VALUES);
        defaults.keySet().removeAll(given);
        return defaults;
    }
}
