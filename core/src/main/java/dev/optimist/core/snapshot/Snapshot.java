package dev.optimist.core.snapshot;

import java.util.List;
import java.util.Map;

/**
 * What is known of one checkpoint in a repository.
 *
 * @param indices the names of the indices in it, all that there were
 * @param shards how many shards those have
 * @param version of the program that wrote it
 * @param metadata what its maker wanted to be kept with it
 */
public record Snapshot(
        String snapshot,
        String uuid,
        String version,
        List<String> indices,
        int shards,
        long startMillis,
        long endMillis,
        Map<String, Object> metadata) {}
