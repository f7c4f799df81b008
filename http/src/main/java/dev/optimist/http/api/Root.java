package dev.optimist.http.api;

import dev.optimist.http.json.AnswerWriter;
import dev.optimist.http.json.ApiVersion;
import dev.optimist.http.json.Output;
import dev.optimist.http.route.HttpMethod;
import dev.optimist.http.route.Route;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import reactor.core.publisher.Mono;

/** Says who answers: what clients look at first. */
final class Root implements Endpoint {
    private final NodeInfo node;

    Root(NodeInfo node) {
        this.node = node;
    }

    @Override
    public List<Route> routes() {
        return List.of(new Route(HttpMethod.GET, "/", Set.of()), new Route(HttpMethod.HEAD, "/", Set.of()));
    }

    @Override
    public Mono<Response> handle(Request request) {
        Output output = readable(request);
        return Mono.fromSupplier(
                () -> Response.of(200, AnswerWriter.write(output, content(request.version())), output));
    }

    private static Output readable(Request request) {
        Output asked = request.output();
        boolean pretty = asked.pretty() || !request.parameters().has("pretty");
        return new Output(
                asked.type(),
                asked.mediaType(),
                pretty,
                asked.human(),
                asked.errorTrace(),
                asked.filterPath(),
                asked.version());
    }

    private Map<String, Object> content(ApiVersion version) {
        Map<String, Object> content = new LinkedHashMap<>();
        content.put("name", node.nodeName());
        content.put("cluster_name", node.clusterName());
        content.put("cluster_uuid", node.clusterUuid());
        content.put("version", version(Release.of(version), version));
        content.put("tagline", "You Know, for Search");
        return content;
    }

    private static Map<String, Object> version(Release release, ApiVersion version) {
        Map<String, Object> content = new LinkedHashMap<>();
        content.put("number", release.number());
        content.put("build_flavor", Release.BUILD_FLAVOR);
        content.put("build_type", Release.buildType(version));
        content.put("build_hash", Release.BUILD_HASH);
        content.put("build_date", "2026-01-01T00:00:00.000Z");
        content.put("build_snapshot", false);
        content.put("lucene_version", release.lucene());
        content.put("minimum_wire_compatibility_version", release.minimumWire());
        content.put("minimum_index_compatibility_version", release.minimumIndex());
        return content;
    }
}
