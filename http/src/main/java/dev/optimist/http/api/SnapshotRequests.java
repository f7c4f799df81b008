package dev.optimist.http.api;

import dev.optimist.core.service.Wildcards;
import dev.optimist.core.snapshot.Snapshot;
import dev.optimist.core.snapshot.Snapshots;
import dev.optimist.http.json.AnswerWriter;
import dev.optimist.http.json.IndexBody;
import dev.optimist.http.route.HttpMethod;
import dev.optimist.http.route.Route;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import reactor.core.publisher.Mono;

/** Takes, lists and deletes snapshots; each holds the whole store. */
final class SnapshotRequests implements Endpoint {
    private static final String ONE = "/_snapshot/{repository}/{snapshot}";
    private static final Set<String> PUT = Set.of("wait_for_completion", "master_timeout");
    private static final Set<String> GET = Set.of("ignore_unavailable", "verbose", "master_timeout");
    private static final Set<String> DELETE = Set.of("master_timeout", "wait_for_completion");

    private final Snapshots snapshots;
    private final String version;

    SnapshotRequests(Snapshots snapshots, String version) {
        this.snapshots = snapshots;
        this.version = version;
    }

    @Override
    public List<Route> routes() {
        return List.of(
                new Route(HttpMethod.GET, ONE, GET),
                new Route(HttpMethod.PUT, ONE, PUT),
                new Route(HttpMethod.POST, ONE, PUT),
                new Route(HttpMethod.DELETE, ONE, DELETE));
    }

    @Override
    public boolean takesBody() {
        return true;
    }

    @Override
    public Mono<Response> handle(Request request) {
        String repository = request.pathParameter("repository");
        String name = request.pathParameter("snapshot");
        return switch (request.method()) {
            case GET, HEAD -> show(request, repository, name);
            case PUT, POST -> create(request, repository, name);
            case DELETE -> {
                request.parameters().bool("wait_for_completion", /* absent= */ true);
                yield snapshots.delete(repository, name).then(Mono.fromSupplier(() -> Acknowledgement.of(request)));
            }
        };
    }

    private Mono<Response> create(Request request, String repository, String name) {
        boolean waits = request.parameters().bool("wait_for_completion", /* absent= */ false);
        return Mono.defer(() -> {
            Map<String, Object> metadata = SnapshotBody.metadata(
                    request.hasBody()
                            ? IndexBody.parseObject(request.body(), request.bodyType(), request.version())
                            : Map.of());
            return snapshots
                    .create(repository, name, version, metadata)
                    .map(taken -> answer(request, taken, repository, waits));
        });
    }

    private static Response answer(Request request, Snapshot taken, String repository, boolean waits) {
        Object content = waits ? Map.of("snapshot", SnapshotBody.shown(taken, repository)) : Map.of("accepted", true);
        return Response.of(200, AnswerWriter.write(request.output(), content), request.output());
    }

    private Mono<Response> show(Request request, String repository, String wanted) {
        boolean ignoresMissing = request.parameters().bool("ignore_unavailable", /* absent= */ false);
        request.parameters().bool("verbose", /* absent= */ true);
        return snapshots.list(repository).map(all -> {
            if (!ignoresMissing) {
                requireThere(repository, wanted, all);
            }
            List<Map<String, Object>> found = all.stream()
                    .filter(each -> Wildcards.anyOf(wanted).test(each.snapshot()))
                    .map(each -> SnapshotBody.shown(each, repository))
                    .toList();
            return Response.of(
                    200,
                    AnswerWriter.write(
                            request.output(),
                            SnapshotBody.ordered("snapshots", found, "total", found.size(), "remaining", 0)),
                    request.output());
        });
    }

    private static void requireThere(String repository, String wanted, List<Snapshot> all) {
        Set<String> names = all.stream().map(Snapshot::snapshot).collect(Collectors.toSet());
        for (String each : wanted.split(",", -1)) {
            if (!each.equals("_all") && !each.contains("*") && !names.contains(each)) {
                throw Snapshots.missing(repository, each);
            }
        }
    }
}
