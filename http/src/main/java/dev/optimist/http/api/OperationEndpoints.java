package dev.optimist.http.api;

import dev.optimist.core.service.DocumentService;
import dev.optimist.core.snapshot.Snapshots;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The endpoints for those who run a server: how it is, and checkpoints of it. */
public final class OperationEndpoints {
    private OperationEndpoints() {}

    /**
     * Makes them over a service.
     *
     * @param version of the program, which snapshots name
     * @param data the folder whose disk is looked at, or null for a store that has none
     */
    public static List<Endpoint> of(
            DocumentService service, Snapshots snapshots, NodeInfo node, String version, @Nullable Path data) {
        return List.of(
                new LiveOrReady(service),
                new HealthReport(service, snapshots, node, data),
                new RepositoryRequests(snapshots, node),
                new SnapshotRequests(snapshots, version));
    }
}
