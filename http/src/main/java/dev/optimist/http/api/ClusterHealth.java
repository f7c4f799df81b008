package dev.optimist.http.api;

import dev.optimist.core.error.RequestException;
import dev.optimist.core.index.IndexMetadata;
import dev.optimist.core.service.DocumentService;
import dev.optimist.core.service.IndexOptions;
import dev.optimist.http.json.AnswerWriter;
import dev.optimist.http.json.ApiVersion;
import dev.optimist.http.route.HttpMethod;
import dev.optimist.http.route.Parameters;
import dev.optimist.http.route.Route;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import reactor.core.publisher.Mono;

/**
 * Says how the cluster of one is: yellow where an index asks for replicas, which there are never; red where a database of
 * a shared store does not answer, and which.
 */
final class ClusterHealth implements Endpoint {
    private static final Set<String> PARAMETERS = DocumentRequest.names(
            IndexExpression.NAMES,
            Set.of(
                    "level",
                    "timeout",
                    "master_timeout",
                    "wait_for_status",
                    "wait_for_nodes",
                    "wait_for_events",
                    "wait_for_active_shards",
                    "wait_for_no_relocating_shards",
                    "wait_for_no_initializing_shards",
                    "return_200_for_cluster_health_timeout"));

    private final DocumentService service;
    private final NodeInfo node;

    ClusterHealth(DocumentService service, NodeInfo node) {
        this.service = service;
        this.node = node;
    }

    /** The colours, best first. */
    private enum Status {
        GREEN,
        YELLOW,
        RED;

        String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Status parse(String text) {
            String name = text.toUpperCase(Locale.ROOT);
            try {
                return valueOf(name);
            } catch (IllegalArgumentException e) {
                throw RequestException.illegalArgument(
                        "No enum constant org.elasticsearch.cluster.health.ClusterHealthStatus." + name);
            }
        }
    }

    /** What a request waits for; it is so at once, or never. */
    private record Wanted(Status status, String nodes, int activeShards) {
        static Wanted read(Parameters parameters) {
            String status = parameters.string("wait_for_status");
            parameters.string("wait_for_events");
            parameters.bool("wait_for_no_relocating_shards", /* absent= */ false);
            parameters.bool("wait_for_no_initializing_shards", /* absent= */ false);
            return new Wanted(
                    status == null ? Status.RED : Status.parse(status),
                    parameters.string("wait_for_nodes", ""),
                    parameters.activeShards().count());
        }

        boolean met(Status current, int active, int copies) {
            boolean shards = activeShards == -1 ? active == copies : active >= activeShards;
            return current.compareTo(status) <= 0 && shards && nodesMet();
        }

        /** Compares the number of nodes, which is one. */
        private boolean nodesMet() {
            String digits = nodes.replaceAll("[^0-9]", "");
            if (digits.isEmpty()) {
                return true;
            }
            int count = Integer.parseInt(digits);
            return switch (nodes.replaceAll("[0-9()]", "")) {
                case ">=", "ge" -> 1 >= count;
                case "<=", "le" -> 1 <= count;
                case ">", "gt" -> 1 > count;
                case "<", "lt" -> 1 < count;
                default -> count == 1;
            };
        }
    }

    @Override
    public List<Route> routes() {
        return List.of(
                new Route(HttpMethod.GET, "/_cluster/health", PARAMETERS),
                new Route(HttpMethod.GET, "/_cluster/health/{index}", PARAMETERS));
    }

    @Override
    public Mono<Response> handle(Request request) {
        Parameters parameters = request.parameters();
        IndexExpression expression = IndexExpression.read(request, IndexOptions.HIDDEN.ignoringUnavailable(true));
        parameters.time("timeout", Duration.ofSeconds(30));
        parameters.time("master_timeout", Duration.ofSeconds(30));
        parameters.bool("return_200_for_cluster_health_timeout", /* absent= */ false);
        Wanted wanted = Wanted.read(parameters);
        String level = parameters.string("level", "cluster");
        if (!request.version().hasTypes()
                && !Set.of("cluster", "indices", "shards").contains(level)) {
            throw RequestException.illegalArgument(
                    "level parameter must be one of [cluster] or [indices] or [shards] but was [" + level + "]");
        }
        return Mono.fromSupplier(() -> rendered(request, expression, wanted, level));
    }

    private Response rendered(Request request, IndexExpression expression, Wanted wanted, String level) {
        List<IndexMetadata> indices = expression.resolve(service.indices());
        boolean named = !expression.text().equals("_all") && !expression.text().contains("*");
        Counts counts = Counts.of(indices);
        Map<String, String> outages = service.outages();
        boolean red = !outages.isEmpty() || (named && indices.isEmpty());
        Status status = red ? Status.RED : counts.status();
        boolean timedOut = !wanted.met(status, counts.primaries, counts.copies) || (named && indices.isEmpty());
        Map<String, Object> content = new LinkedHashMap<>();
        content.put("cluster_name", node.clusterName());
        content.put("status", status.wireName());
        content.put("timed_out", timedOut);
        if (!outages.isEmpty()) {
            content.put("unavailable_databases", outages);
        }
        content.put("number_of_nodes", 1);
        content.put("number_of_data_nodes", 1);
        counts.putInto(content, request.version());
        content.put("delayed_unassigned_shards", 0);
        content.put("number_of_pending_tasks", 0);
        content.put("number_of_in_flight_fetch", 0);
        content.put("task_max_waiting_in_queue_millis", 0);
        List<IndexMetadata> counted =
                request.version().legacy() ? service.indices().all() : indices;
        content.put("active_shards_percent_as_number", ClusterCounts.of(counted).activePercent());
        if (level.equals("indices") || level.equals("shards")) {
            Map<String, Object> each = new TreeMap<>();
            indices.forEach(index -> each.put(index.name(), index(index, level.equals("shards"), request.version())));
            content.put("indices", each);
        }
        return Response.of(timedOut ? 408 : 200, AnswerWriter.write(request.output(), content), request.output());
    }

    private static Map<String, Object> index(IndexMetadata index, boolean withShards, ApiVersion version) {
        Counts counts = Counts.of(List.of(index));
        Map<String, Object> content = new LinkedHashMap<>();
        content.put("status", counts.status().wireName());
        content.put("number_of_shards", index.numberOfShards());
        content.put("number_of_replicas", index.numberOfReplicas());
        counts.putInto(content, version);
        if (withShards) {
            Map<String, Object> shards = new LinkedHashMap<>();
            for (int number = 0; number < index.numberOfShards(); number++) {
                shards.put(Integer.toString(number), shard(index, version));
            }
            content.put("shards", shards);
        }
        return content;
    }

    private static Map<String, Object> shard(IndexMetadata index, ApiVersion version) {
        Counts counts = new Counts(1, 1 + index.numberOfReplicas());
        Map<String, Object> content = new LinkedHashMap<>();
        content.put("status", counts.status().wireName());
        content.put("primary_active", true);
        counts.putInto(content, version);
        content.remove("active_primary_shards");
        return content;
    }

    /**
     * Shards that are there and that should be.
     *
     * @param copies primaries and replicas that indices ask for
     */
    private record Counts(int primaries, int copies) {
        static Counts of(List<IndexMetadata> indices) {
            int primaries =
                    indices.stream().mapToInt(IndexMetadata::numberOfShards).sum();
            int copies = indices.stream()
                    .mapToInt(index -> index.numberOfShards() * (1 + index.numberOfReplicas()))
                    .sum();
            return new Counts(primaries, copies);
        }

        Status status() {
            return copies > primaries ? Status.YELLOW : Status.GREEN;
        }

        void putInto(Map<String, Object> content, ApiVersion version) {
            content.put("active_primary_shards", primaries);
            content.put("active_shards", primaries);
            content.put("relocating_shards", 0);
            content.put("initializing_shards", 0);
            content.put("unassigned_shards", copies - primaries);
            if (!version.hasTypes()) {
                content.put("unassigned_primary_shards", 0);
            }
        }
    }
}
