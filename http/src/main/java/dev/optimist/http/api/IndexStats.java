package dev.optimist.http.api;

import dev.optimist.core.error.RequestException;
import dev.optimist.core.index.IndexMetadata;
import dev.optimist.core.service.DocumentService;
import dev.optimist.core.service.IndexOptions;
import dev.optimist.core.service.IndexStatistics;
import dev.optimist.core.service.IndexStatistics.ShardStatistics;
import dev.optimist.http.json.AnswerWriter;
import dev.optimist.http.json.ApiVersion;
import dev.optimist.http.route.DidYouMean;
import dev.optimist.http.route.HttpMethod;
import dev.optimist.http.route.Route;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Counts documents and bytes of indices, and says how far the sequence numbers of their shards have come. */
final class IndexStats implements Endpoint {
    private static final String METRIC = "metric";
    private static final List<String> METRICS = List.of("docs", "store");
    private static final Set<String> OTHERS = Set.of(
            "_all",
            "completion",
            "fielddata",
            "flush",
            "get",
            "indexing",
            "merge",
            "query_cache",
            "recovery",
            "refresh",
            "request_cache",
            "search",
            "segments",
            "shard_stats",
            "bulk",
            "warmer",
            "translog",
            "suggest",
            "dense_vector",
            "sparse_vector",
            "mappings");
    private static final Set<String> PARAMETERS = DocumentRequest.names(
            IndexExpression.NAMES,
            Set.of(
                    "level",
                    "groups",
                    "types",
                    "fields",
                    "completion_fields",
                    "fielddata_fields",
                    "include_segment_file_sizes",
                    "include_unloaded_segments",
                    "forbid_closed_indices"));

    private final DocumentService service;

    IndexStats(DocumentService service) {
        this.service = service;
    }

    @Override
    public List<Route> routes() {
        return Stream.of("/_stats", "/_stats/{metric}", "/{index}/_stats", "/{index}/_stats/{metric}")
                .map(pattern -> new Route(HttpMethod.GET, pattern, PARAMETERS))
                .toList();
    }

    @Override
    public Mono<Response> handle(Request request) {
        IndexExpression expression = IndexExpression.read(request, IndexOptions.OPEN_ONLY);
        String level = request.parameters().string("level", "indices");
        if (!Set.of("cluster", "indices", "shards").contains(level)) {
            throw RequestException.illegalArgument(
                    "level parameter must be one of [cluster] or [indices] or [shards] but was [" + level + "]");
        }
        Predicate<String> metrics = metrics(request);
        return Mono.fromSupplier(() -> {
            Map<String, Object> content =
                    content(expression.resolve(service.indices()), level, metrics, request.version());
            return Response.of(200, AnswerWriter.write(request.output(), content), request.output());
        });
    }

    private static Predicate<String> metrics(Request request) {
        String names = request.parameters().string(METRIC);
        if (names == null || names.equals("_all")) {
            return metric -> true;
        }
        List<String> wanted = List.of(names.split(","));
        wanted.forEach(name -> {
            if (!METRICS.contains(name) && !OTHERS.contains(name)) {
                throw unrecognized(request, name);
            }
        });
        return wanted::contains;
    }

    private static RequestException unrecognized(Request request, String metric) {
        Set<String> known = new TreeSet<>(OTHERS);
        known.addAll(METRICS);
        List<String> near = DidYouMean.candidates(metric, known);
        String hint = near.isEmpty() ? "" : " -> did you mean " + (near.size() > 1 ? "any of " + near : near) + "?";
        return RequestException.illegalArgument(
                "request [" + request.path() + "] contains unrecognized metric: [" + metric + "]" + hint);
    }

    private Map<String, Object> content(
            List<IndexMetadata> indices, String level, Predicate<String> metrics, ApiVersion version) {
        StoreShares shares = StoreShares.of(service);
        Map<String, Object> each = new TreeMap<>();
        long documents = 0;
        long deleted = 0;
        for (IndexMetadata index : indices) {
            IndexStatistics statistics = service.indices().statistics(index.name());
            documents += statistics.documents();
            deleted += statistics.deleted();
            each.put(index.name(), index(statistics, shares, level.equals("shards"), metrics, version));
        }
        Map<String, Object> content = new LinkedHashMap<>();
        content.put("_shards", ShardCounts.of(indices));
        content.put("_all", bothTotals(counts(documents, deleted, shares, metrics)));
        if (!level.equals("cluster")) {
            content.put("indices", each);
        }
        return content;
    }

    private Map<String, Object> index(
            IndexStatistics statistics,
            StoreShares shares,
            boolean withShards,
            Predicate<String> metrics,
            ApiVersion version) {
        IndexMetadata index = statistics.metadata();
        Map<String, Object> content = new LinkedHashMap<>();
        content.put("uuid", index.uuid());
        if (!version.legacy()) {
            content.put("health", ClusterCounts.of(List.of(index)).status());
            content.put("status", "open");
        }
        content.putAll(bothTotals(counts(statistics.documents(), statistics.deleted(), shares, metrics)));
        if (withShards) {
            Map<String, Object> shards = new LinkedHashMap<>();
            statistics
                    .shards()
                    .forEach(shard ->
                            shards.put(Integer.toString(shard.number()), List.of(shard(shard, shares, metrics))));
            content.put("shards", shards);
        }
        return content;
    }

    private static Map<String, Object> bothTotals(Map<String, Object> counts) {
        Map<String, Object> totals = new LinkedHashMap<>();
        totals.put("primaries", counts);
        totals.put("total", counts);
        return totals;
    }

    private static Map<String, Object> counts(
            long documents, long deleted, StoreShares shares, Predicate<String> metrics) {
        Map<String, Object> counts = new LinkedHashMap<>();
        if (metrics.test("docs")) {
            Map<String, Object> docs = new LinkedHashMap<>();
            docs.put("count", documents);
            docs.put("deleted", deleted);
            counts.put("docs", docs);
        }
        if (metrics.test("store")) {
            long bytes = shares.bytes(documents);
            Map<String, Object> store = new LinkedHashMap<>();
            store.put("size_in_bytes", bytes);
            store.put("total_data_set_size_in_bytes", bytes);
            store.put("reserved_in_bytes", 0);
            counts.put("store", store);
        }
        return counts;
    }

    private static Map<String, Object> shard(ShardStatistics shard, StoreShares shares, Predicate<String> metrics) {
        Map<String, @Nullable Object> routing = new LinkedHashMap<>();
        routing.put("state", "STARTED");
        routing.put("primary", true);
        routing.put("node", "optimist");
        routing.put("relocating_node", null);
        Map<String, Object> content = new LinkedHashMap<>();
        content.put("routing", routing);
        content.putAll(counts(shard.documents(), shard.deleted(), shares, metrics));
        Map<String, Object> seqNo = new LinkedHashMap<>();
        seqNo.put("max_seq_no", shard.maxSeqNo());
        seqNo.put("local_checkpoint", shard.maxSeqNo());
        seqNo.put("global_checkpoint", shard.maxSeqNo());
        content.put("seq_no", seqNo);
        return content;
    }
}
