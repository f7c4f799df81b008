package dev.optimist.http.api;

import dev.optimist.core.index.IndexMetadata;
import dev.optimist.core.service.DocumentService;
import dev.optimist.core.service.IndexOptions;
import dev.optimist.http.json.AnswerWriter;
import dev.optimist.http.route.HttpMethod;
import dev.optimist.http.route.Route;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import reactor.core.publisher.Mono;

/** Shows the cluster of one as a whole: its node, its indices and what is kept of them. */
final class ClusterState implements Endpoint {
    private static final String METRIC = "metric";
    private static final Set<String> PARAMETERS = DocumentRequest.names(
            IndexExpression.NAMES,
            Set.of("flat_settings", "master_timeout", "wait_for_metadata_version", "wait_for_timeout"));

    private final DocumentService service;
    private final NodeInfo node;

    ClusterState(DocumentService service, NodeInfo node) {
        this.service = service;
        this.node = node;
    }

    @Override
    public List<Route> routes() {
        return Stream.of("/_cluster/state", "/_cluster/state/{metric}", "/_cluster/state/{metric}/{index}")
                .map(pattern -> new Route(HttpMethod.GET, pattern, PARAMETERS))
                .toList();
    }

    @Override
    public Mono<Response> handle(Request request) {
        IndexExpression expression = IndexExpression.read(request, IndexOptions.HIDDEN);
        boolean flat = request.parameters().bool("flat_settings", /* absent= */ false);
        List<String> metrics =
                List.of(request.parameters().string(METRIC, "_all").split(","));
        Predicate<String> wanted = metric -> metrics.contains("_all") || metrics.contains(metric);
        return Mono.fromSupplier(() -> {
            Map<String, Object> content = content(request, expression.resolve(service.indices()), flat, wanted);
            return Response.of(200, AnswerWriter.write(request.output(), content), request.output());
        });
    }

    private Map<String, Object> content(
            Request request, List<IndexMetadata> indices, boolean flat, Predicate<String> wanted) {
        Map<String, Object> content = new LinkedHashMap<>();
        content.put("cluster_name", node.clusterName());
        content.put("cluster_uuid", node.clusterUuid());
        if (wanted.test("master_node")) {
            content.put("master_node", node.nodeName());
        }
        if (wanted.test("nodes")) {
            content.put("nodes", Map.of(node.nodeName(), Map.of("name", node.nodeName())));
        }
        if (wanted.test("metadata")) {
            Map<String, Object> each = new TreeMap<>();
            indices.forEach(index -> each.put(index.name(), index(request, index, flat)));
            Map<String, Object> metadata = new LinkedHashMap<>();
            metadata.put("cluster_uuid", node.clusterUuid());
            metadata.put("indices", each);
            content.put("metadata", metadata);
        }
        return content;
    }

    private static Map<String, Object> index(Request request, IndexMetadata index, boolean flat) {
        Map<String, Object> content = new LinkedHashMap<>();
        content.put("state", index.open() ? "open" : "close");
        content.put("settings", GetSettings.shown(request, index, flat, name -> true));
        content.put("mappings", index.mappings().isEmpty() ? Map.of() : Map.of("_doc", index.mappings()));
        content.put("aliases", index.aliases().keySet().stream().sorted().toList());
        return content;
    }
}
