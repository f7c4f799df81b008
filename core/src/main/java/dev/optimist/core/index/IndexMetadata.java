package dev.optimist.core.index;

import java.util.Map;

/**
 * What is known of an index beside its documents.
 *
 * @param uuid 22 characters, URL-safe base64
 * @param createdMillis milliseconds since the epoch
 * @param settings flat setting names with the {@code index.} prefix to their string values, as given by the user;
 *     without number_of_shards, number_of_replicas, uuid, creation date and the like
 * @param mappings JSON object of the mapping, as given
 * @param aliases alias name to its JSON object (filter, routing, is_write_index)
 * @param open whether it takes document operations
 */
public record IndexMetadata(
        String name,
        String uuid,
        long createdMillis,
        int numberOfShards,
        int numberOfReplicas,
        Map<String, String> settings,
        Map<String, Object> mappings,
        Map<String, Map<String, Object>> aliases,
        boolean open) {

    public IndexMetadata withNumberOfReplicas(int replicas) {
        return new IndexMetadata(
                name, uuid, createdMillis, numberOfShards, replicas, settings, mappings, aliases, open);
    }

    public IndexMetadata withSettings(Map<String, String> changed) {
        return new IndexMetadata(
                name, uuid, createdMillis, numberOfShards, numberOfReplicas, changed, mappings, aliases, open);
    }

    public IndexMetadata withMappings(Map<String, Object> changed) {
        return new IndexMetadata(
                name, uuid, createdMillis, numberOfShards, numberOfReplicas, settings, changed, aliases, open);
    }

    public IndexMetadata withAliases(Map<String, Map<String, Object>> changed) {
        return new IndexMetadata(
                name, uuid, createdMillis, numberOfShards, numberOfReplicas, settings, mappings, changed, open);
    }

    public IndexMetadata withOpen(boolean changed) {
        return new IndexMetadata(
                name, uuid, createdMillis, numberOfShards, numberOfReplicas, settings, mappings, aliases, changed);
    }
}
