package dev.optimist.http.api;

import dev.optimist.core.error.StoreFailedException;
import dev.optimist.core.index.IndexMetadata;
import dev.optimist.http.api.HealthIndicator.Trouble;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The indicators that have a counterpart in a cluster of one node. */
final class HealthIndicators {
    /** Elasticsearch's flood stage and high watermark, in percent of the disk that is used. */
    private static final int FLOOD_PERCENT = 95;

    private static final int HIGH_PERCENT = 90;

    private HealthIndicators() {}

    static HealthIndicator master(NodeInfo node) {
        Map<String, Object> name = new LinkedHashMap<>();
        name.put("node_id", node.clusterUuid());
        name.put("name", node.nodeName());
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("current_master", name);
        details.put("recent_masters", List.of(name));
        return new HealthIndicator(
                "master_is_stable", "green", "The cluster has a stable master node", details, List.of());
    }

    static HealthIndicator shards(Collection<IndexMetadata> indices, Optional<StoreFailedException> failure) {
        ClusterCounts counts = ClusterCounts.of(indices);
        int replicas = counts.copies() - counts.primaries();
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("started_primaries", failure.isEmpty() ? counts.primaries() : 0);
        details.put("unassigned_primaries", failure.isEmpty() ? 0 : counts.primaries());
        details.put("started_replicas", 0);
        details.put("unassigned_replicas", replicas);
        if (failure.isPresent()) {
            return shards("red", "The store has failed: no write is acknowledged.", details, failed(failure.get()));
        }
        if (replicas > 0) {
            String symptom =
                    "This cluster has " + replicas + " unavailable replica shard" + (replicas == 1 ? "." : "s.");
            return shards("yellow", symptom, details, noReplicas());
        }
        return new HealthIndicator(
                "shards_availability", "green", "This cluster has all shards available.", details, List.of());
    }

    private static HealthIndicator shards(String status, String symptom, Map<String, Object> details, Trouble trouble) {
        return new HealthIndicator("shards_availability", status, symptom, details, List.of(trouble));
    }

    private static Trouble failed(StoreFailedException failure) {
        return new Trouble(
                "primary_unassigned",
                1,
                "Cannot add data. Whether writes that were under way are on disk is unknown.",
                "ingest",
                failure.reason(),
                "Mend what the cause names and start the process again.");
    }

    private static Trouble noReplicas() {
        return new Trouble(
                "replica_unassigned",
                2,
                "The data is on one disk alone.",
                "search",
                "There is one node, and indices ask for replicas.",
                "Set index.number_of_replicas to 0, and take snapshots.");
    }

    static HealthIndicator disk(Path folder) {
        try {
            FileStore store = Files.getFileStore(folder);
            long total = Math.max(1, store.getTotalSpace());
            return disk(100 - 100.0 * store.getUsableSpace() / total, folder);
        } catch (IOException e) {
            return new HealthIndicator(
                    "disk", "yellow", "How full the disk is cannot be told.", diskDetails(0, 0, 1), List.of());
        }
    }

    static HealthIndicator disk(double usedPercent, Path folder) {
        if (usedPercent < HIGH_PERCENT) {
            return new HealthIndicator(
                    "disk", "green", "The cluster has enough available disk space.", diskDetails(0, 0, 0), List.of());
        }
        boolean flood = usedPercent >= FLOOD_PERCENT;
        Trouble trouble = new Trouble(
                "ingest_capability_at_risk",
                flood ? 1 : 2,
                "A write that finds no space fails, and every later one with it.",
                "ingest",
                String.format(Locale.ROOT, "The disk of [%s] is used by %.0f %%.", folder, usedPercent),
                "Delete indices or snapshots, or make the disk larger.");
        return new HealthIndicator(
                "disk",
                flood ? "red" : "yellow",
                "1 node is " + (flood ? "out of" : "running low on") + " disk space.",
                diskDetails(flood ? 0 : 1, flood ? 1 : 0, 0),
                List.of(trouble));
    }

    private static Map<String, Object> diskDetails(int high, int flood, int unknown) {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("indices_with_readonly_block", 0);
        details.put("nodes_with_enough_disk_space", 1 - high - flood - unknown);
        details.put("nodes_over_high_watermark", high);
        details.put("nodes_over_flood_stage_watermark", flood);
        details.put("nodes_with_unknown_disk_status", unknown);
        return details;
    }

    static HealthIndicator repositories(int count) {
        if (count == 0) {
            return new HealthIndicator(
                    "repository_integrity", "green", "No snapshot repositories configured.", Map.of(), List.of());
        }
        return new HealthIndicator(
                "repository_integrity",
                "green",
                "All repositories are healthy.",
                Map.of("total_repositories", count),
                List.of());
    }
}
