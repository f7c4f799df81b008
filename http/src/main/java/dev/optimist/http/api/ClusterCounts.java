package dev.optimist.http.api;

import dev.optimist.core.index.IndexMetadata;
import java.util.Collection;

/**
 * Shards that are there and that should be.
 *
 * @param primaries they are all there
 * @param copies primaries, and replicas that indices ask for, which are never there
 */
record ClusterCounts(int primaries, int copies) {
    static ClusterCounts of(Collection<IndexMetadata> indices) {
        int primaries = indices.stream().mapToInt(IndexMetadata::numberOfShards).sum();
        int copies = indices.stream()
                .mapToInt(index -> index.numberOfShards() * (1 + index.numberOfReplicas()))
                .sum();
        return new ClusterCounts(primaries, copies);
    }

    String status() {
        return copies > primaries ? "yellow" : "green";
    }

    double activePercent() {
        return copies == 0 ? 100.0 : (double) primaries / copies * 100;
    }
}
