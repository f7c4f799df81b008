package dev.optimist.http.api;

import dev.optimist.core.index.IndexMetadata;
import dev.optimist.core.service.DocumentService;
import dev.optimist.core.service.IndexStatistics;
import dev.optimist.http.json.AnswerWriter;
import dev.optimist.http.route.HttpMethod;
import dev.optimist.http.route.Route;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import reactor.core.publisher.Mono;

/** Counts the indices, documents and bytes of the cluster of one. */
final class ClusterStats implements Endpoint {
    private final DocumentService service;
    private final NodeInfo node;

    ClusterStats(DocumentService service, NodeInfo node) {
        this.service = service;
        this.node = node;
    }

    @Override
    public List<Route> routes() {
        return Stream.of("/_cluster/stats", "/_cluster/stats/nodes/{node}")
                .map(pattern ->
                        new Route(HttpMethod.GET, pattern, Set.of("timeout", "flat_settings", "include_remotes")))
                .toList();
    }

    @Override
    public Mono<Response> handle(Request request) {
        return Mono.fromSupplier(
                () -> Response.of(200, AnswerWriter.write(request.output(), content(request)), request.output()));
    }

    private Map<String, Object> content(Request request) {
        List<IndexMetadata> indices = service.indices().all();
        List<IndexStatistics> statistics = indices.stream()
                .map(index -> service.indices().statistics(index.name()))
                .toList();
        ClusterCounts counts = ClusterCounts.of(indices);
        Map<String, Object> content = new LinkedHashMap<>();
        content.put("_nodes", Nodes.counts());
        content.put("cluster_name", node.clusterName());
        content.put("cluster_uuid", node.clusterUuid());
        content.put("status", counts.status());
        content.put("indices", indices(statistics, counts));
        content.put("nodes", nodes(Release.of(request.version())));
        return content;
    }

    private Map<String, Object> indices(List<IndexStatistics> statistics, ClusterCounts counts) {
        Map<String, Object> docs = new LinkedHashMap<>();
        docs.put(
                "count",
                statistics.stream().mapToLong(IndexStatistics::documents).sum());
        docs.put(
                "deleted",
                statistics.stream().mapToLong(IndexStatistics::deleted).sum());
        Map<String, Object> shards = new LinkedHashMap<>();
        shards.put("total", counts.primaries());
        shards.put("primaries", counts.primaries());
        Map<String, Object> content = new LinkedHashMap<>();
        content.put("count", statistics.size());
        content.put("shards", shards);
        content.put("docs", docs);
        content.put("store", Map.of("size_in_bytes", service.storeSizeBytes()));
        return content;
    }

    private static Map<String, Object> nodes(Release release) {
        Map<String, Object> count = new LinkedHashMap<>();
        count.put("total", 1);
        count.put("data", 1);
        count.put("master", 1);
        Map<String, Object> content = new LinkedHashMap<>();
        content.put("count", count);
        content.put("versions", List.of(release.number()));
        return content;
    }
}
