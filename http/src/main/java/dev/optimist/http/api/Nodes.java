package dev.optimist.http.api;

import dev.optimist.http.json.AnswerWriter;
import dev.optimist.http.route.HttpMethod;
import dev.optimist.http.route.Route;
import java.lang.management.ManagementFactory;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import reactor.core.publisher.Mono;

/** Shows the one node there is: where it is reached, and a little of how it is. */
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

    /** What may be asked of a node. */
    private static final Set<String> METRICS = Set.of(
            "_all",
            "settings",
            "os",
            "process",
            "jvm",
            "thread_pool",
            "transport",
            "http",
            "plugins",
            "ingest",
            "aggregations",
            "indices");

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
        return Mono.fromSupplier(() -> {
            Map<String, Object> content = new LinkedHashMap<>();
            content.put("_nodes", counts());
            content.put("cluster_name", node.clusterName());
            content.put(
                    "nodes",
                    Map.of(node.nodeName(), request.path().contains("/stats") ? statistics() : information(request)));
            return Response.of(200, AnswerWriter.write(request.output(), content), request.output());
        });
    }

    private Map<String, Object> statistics() {
        Map<String, Object> shown = named();
        shown.put("roles", Release.ROLES);
        shown.put("jvm", heap());
        return shown;
    }

    private Map<String, Object> information(Request request) {
        Map<String, Object> shown = named();
        shown.put("version", Release.of(request.version()).number());
        shown.put("build_flavor", Release.BUILD_FLAVOR);
        shown.put("build_type", Release.buildType(request.version()));
        shown.put("build_hash", Release.BUILD_HASH);
        shown.put("roles", Release.ROLES);
        shown.put("attributes", Map.of());
        Set<String> metrics = metrics(request);
        sections(request).forEach((metric, section) -> {
            if (metrics.contains(metric) || metrics.contains("_all")) {
                shown.put(metric, section);
            }
        });
        return shown;
    }

    private Map<String, Object> named() {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("name", node.nodeName());
        shown.put("transport_address", "127.0.0.1:0");
        shown.put("host", "127.0.0.1");
        shown.put("ip", "127.0.0.1");
        return shown;
    }

    /** A path of one part names metrics where it can, else nodes. */
    private static Set<String> metrics(Request request) {
        return request.parameters()
                .list("metric")
                .or(() -> request.parameters().list("node").filter(METRICS::containsAll))
                .map(Set::copyOf)
                .orElse(Set.of("_all"));
    }

    private static Map<String, Object> sections(Request request) {
        Map<String, Object> sections = new LinkedHashMap<>();
        sections.put("os", os());
        sections.put("process", Map.of("id", ProcessHandle.current().pid(), "mlockall", false));
        sections.put("jvm", jvm());
        sections.put("http", http(request));
        sections.put("plugins", List.of());
        return sections;
    }

    /**
     * Where clients that look for the nodes themselves go on to connect: where this one has found the node already, as nobody
     * knows by which other names and ports it can be reached.
     */
    private static Map<String, Object> http(Request request) {
        String reached = Optional.ofNullable(request.header("host")).orElse("127.0.0.1");
        Map<String, Object> http = new LinkedHashMap<>();
        http.put("bound_address", List.of(reached));
        http.put("publish_address", reached);
        return http;
    }

    private static Map<String, Object> os() {
        int processors = Runtime.getRuntime().availableProcessors();
        Map<String, Object> os = new LinkedHashMap<>();
        os.put("name", System.getProperty("os.name"));
        os.put("arch", System.getProperty("os.arch"));
        os.put("version", System.getProperty("os.version"));
        os.put("available_processors", processors);
        os.put("allocated_processors", processors);
        return os;
    }

    private static Map<String, Object> jvm() {
        Map<String, Object> jvm = new LinkedHashMap<>();
        jvm.put("pid", ProcessHandle.current().pid());
        jvm.put("version", System.getProperty("java.version"));
        jvm.put("vm_name", System.getProperty("java.vm.name"));
        jvm.put("vm_version", System.getProperty("java.vm.version"));
        jvm.put("vm_vendor", System.getProperty("java.vm.vendor"));
        jvm.put("start_time_in_millis", ManagementFactory.getRuntimeMXBean().getStartTime());
        jvm.put("mem", Map.of("heap_max_in_bytes", Runtime.getRuntime().maxMemory()));
        return jvm;
    }

    static Map<String, Object> counts() {
        Map<String, Object> counts = new LinkedHashMap<>();
        counts.put("total", 1);
        counts.put("successful", 1);
        counts.put("failed", 0);
        return counts;
    }

    private static Map<String, Object> heap() {
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
