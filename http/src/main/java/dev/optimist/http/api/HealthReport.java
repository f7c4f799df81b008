package dev.optimist.http.api;

import dev.optimist.core.error.ErrorKind;
import dev.optimist.core.error.RequestException;
import dev.optimist.core.service.DocumentService;
import dev.optimist.core.snapshot.Repository;
import dev.optimist.core.snapshot.Snapshots;
import dev.optimist.http.json.AnswerWriter;
import dev.optimist.http.route.HttpMethod;
import dev.optimist.http.route.Route;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Says how the server is, indicator by indicator, as Elasticsearch's health report does. */
final class HealthReport implements Endpoint {
    private static final Set<String> PARAMETERS = Set.of("verbose", "size", "timeout");

    private final DocumentService service;
    private final Snapshots snapshots;
    private final NodeInfo node;
    private final @Nullable Path data;

    HealthReport(DocumentService service, Snapshots snapshots, NodeInfo node, @Nullable Path data) {
        this.service = service;
        this.snapshots = snapshots;
        this.node = node;
        this.data = data;
    }

    @Override
    public List<Route> routes() {
        return List.of(
                new Route(HttpMethod.GET, "/_health_report", PARAMETERS),
                new Route(HttpMethod.GET, "/_health_report/{indicator}", PARAMETERS));
    }

    @Override
    public Mono<Response> handle(Request request) {
        boolean verbose = request.parameters().bool("verbose", /* absent= */ true);
        request.parameters().integer("size", /* absent= */ 1000);
        request.parameters().string("timeout");
        String wanted = request.parameters().string("indicator");
        return snapshots
                .repositories()
                .publishOn(Schedulers.boundedElastic()) // the disk is asked
                .map(repositories -> rendered(request, only(wanted, indicators(repositories)), verbose));
    }

    private List<HealthIndicator> indicators(List<Repository> repositories) {
        List<HealthIndicator> indicators = new ArrayList<>();
        indicators.add(HealthIndicators.master(node));
        indicators.add(HealthIndicators.shards(service.indices().all(), service.failure()));
        if (data != null) {
            indicators.add(HealthIndicators.disk(data));
        }
        indicators.add(HealthIndicators.repositories(repositories.size()));
        return indicators;
    }

    private static List<HealthIndicator> only(@Nullable String wanted, List<HealthIndicator> all) {
        if (wanted == null) {
            return all;
        }
        List<HealthIndicator> found =
                all.stream().filter(each -> each.name().equals(wanted)).toList();
        if (found.isEmpty()) {
            throw RequestException.of(ErrorKind.RESOURCE_NOT_FOUND, "Did not find indicator " + wanted);
        }
        return found;
    }

    private Response rendered(Request request, List<HealthIndicator> indicators, boolean verbose) {
        Map<String, Object> content = new LinkedHashMap<>();
        if (indicators.size() > 1) {
            content.put("status", HealthIndicator.worst(indicators));
        }
        content.put("cluster_name", node.clusterName());
        Map<String, Object> each = new LinkedHashMap<>();
        indicators.forEach(indicator -> each.put(indicator.name(), indicator.content(verbose)));
        content.put("indicators", each);
        return Response.of(200, AnswerWriter.write(request.output(), content), request.output());
    }
}
