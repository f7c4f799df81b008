package dev.optimist.http.api;

import dev.optimist.core.service.BulkItem;
import dev.optimist.core.service.BulkResult;
import dev.optimist.core.service.DocumentService;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;

/** The API: all its endpoints. */
public final class Endpoints {
    private Endpoints() {}

    /** Writes all meters for Prometheus; takes milliseconds. */
    @FunctionalInterface
    public interface Scrape {
        /** Writes them in the format that an Accept header asks for, if there is one. */
        Response content(@Nullable String accept);
    }

    /** What the server shows of itself. */
    public record Watched(Scrape scrape, HotDocuments hot, Dashboard dashboard) {}

    /**
     * Makes every endpoint over a service.
     *
     * @param bulk carries out the items of a bulk request, as {@link DocumentService#bulk} does
     */
    public static List<Endpoint> of(
            DocumentService service,
            Function<Flux<BulkItem>, Flux<BulkResult>> bulk,
            NodeInfo node,
            SpoolLimits limits,
            Watched watched) {
        Spools spools = new Spools(limits);
        return Stream.of(
                        documents(service, new BulkDocuments(service, bulk, spools), spools),
                        indices(service),
                        MaintainIndices.all(service),
                        CatTables.all(service, node),
                        cluster(service, node),
                        watching(watched))
                .flatMap(List::stream)
                .toList();
    }

    private static List<Endpoint> documents(DocumentService service, BulkDocuments bulk, Spools spools) {
        return List.of(
                IndexDocument.any(service),
                IndexDocument.create(service),
                new GetDocument(service),
                new GetSource(service),
                new DeleteDocument(service),
                new UpdateDocument(service),
                bulk,
                new MultiGet(service, spools),
                new StoredScriptRequests(service),
                new SearchDocuments(service),
                new CountDocuments(service),
                WriteByQuery.update(service),
                WriteByQuery.delete(service));
    }

    private static List<Endpoint> indices(DocumentService service) {
        return List.of(
                new CreateIndexRequest(service),
                new GetIndex(service),
                new DeleteIndex(service),
                new GetSettings(service),
                new PutSettings(service),
                new GetMapping(service),
                new PutMapping(service),
                OpenOrCloseIndices.open(service),
                OpenOrCloseIndices.close(service),
                new AddBlock(service),
                new AliasRequests(service),
                IndexTemplateRequests.templates(service),
                IndexTemplateRequests.components(service),
                new IndexStats(service));
    }

    private static List<Endpoint> cluster(DocumentService service, NodeInfo node) {
        return List.of(
                new SearchShards(service, node),
                new ClusterHealth(service, node),
                new ClusterSettingsRequests(service),
                new ClusterState(service, node),
                new ClusterStats(service, node),
                new Nodes(node),
                new Tasks(),
                new License(),
                new CatList(),
                new CatIndices(service),
                new Root(node));
    }

    private static List<Endpoint> watching(Watched watched) {
        HotDocuments hot = watched.hot();
        return List.of(
                new PrometheusMetrics(watched.scrape()),
                new ShowContention(hot),
                new ResetContention(hot),
                new CatContention(hot),
                new DashboardPage(watched.dashboard()),
                new DashboardStream(watched.dashboard(), hot));
    }
}
