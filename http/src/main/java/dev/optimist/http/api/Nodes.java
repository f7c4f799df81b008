package dev.optimist.http.api;

import dev.optimist.http.json.AnswerWriter;
import dev.optimist.http.route.HttpMethod;
import dev.optimist.http.route.Route;
import java.lang.management.ManagementFactory;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import reactor.core.publisher.Mono;

/** Shows the one node there is, and a little of how it is. */
final class Nodes implements Endpoint {
    private static final Set<String> PARAMETERS = Set.of(
            "timeout",
            "flat_settings",
            "completion_fields",
            "fielddata_fields",
            "fields",
            "groups",
            "level",
            "types",
            "include_segment_file_sizes",
            "include_unloaded_segments");

    private final NodeInfo node;

    Nodes(NodeInfo node) {
        this.node = node;
    }

    @Override
    public List<Route> routes() {
        return Stream.of(
                        "/_nodes",
                        "/_nodes/{node}",
                        "/_nodes/{node}/{metric}",
                        "/_nodes/stats",
                        "/_nodes/stats/{metric}",
                        "/_nodes/{node}/stats",
                        "/_nodes/{node}/stats/{metric}")
                .map(pattern -> new Route(HttpMethod.GET, pattern, PARAMETERS))
                .toList();
    }

    @Override
    public Mono<Response> handle(Request request) {
        boolean stats = request.path().contains("/stats");
        return Mono.fromSupplier(() -> {
            Map<String, Object> shown = new LinkedHashMap<>();
            shown.put("name", node.nodeName());
            shown.put("transport_address", "127.0.0.1:0");
            shown.put("host", "127.0.0.1");
            shown.put("ip", "127.0.0.1");
            if (stats) {
                shown.put("jvm", jvm());
            } else {
                shown.put("version", Release.of(request.version()).number());
            }
            shown.put("roles", List.of("data", "master"));
            Map<String, Object> content = new LinkedHashMap<>();
            content.put("_nodes", counts());
            content.put("cluster_name", node.clusterName());
            content.put("nodes", Map.of(node.nodeName(), shown));
            return Response.of(200, AnswerWriter.write(request.output(), content), request.output());
        });
    }

    static Map<String, Object> counts() {
        Map<String, Object> counts = new LinkedHashMap<>();
        counts.put("total", 1);
        counts.put("successful", 1);
        counts.put("failed", 0);
        return counts;
    }

    private static Map<String, Object> jvm() {
        Runtime runtime = Runtime.getRuntime();
        Map<String, Object> memory = new LinkedHashMap<>();
        memory.put("heap_used_in_bytes", runtime.totalMemory() - runtime.freeMemory());
        memory.put("heap_max_in_bytes", runtime.maxMemory());
        Map<String, Object> jvm = new LinkedHashMap<>();
        jvm.put("uptime_in_millis", ManagementFactory.getRuntimeMXBean().getUptime());
        jvm.put("mem", memory);
        return jvm;
    }
}
