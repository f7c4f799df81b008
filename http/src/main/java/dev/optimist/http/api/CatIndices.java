package dev.optimist.http.api;

import dev.optimist.core.index.IndexMetadata;
import dev.optimist.core.service.DocumentService;
import dev.optimist.core.service.IndexStatistics;
import dev.optimist.http.api.CatTable.Column;
import dev.optimist.http.json.ApiVersion;
import dev.optimist.http.route.HttpMethod;
import dev.optimist.http.route.Route;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import reactor.core.publisher.Mono;

/** Lists indices with their counts, for people. */
final class CatIndices implements Endpoint {
    private static final Set<String> PARAMETERS = DocumentRequest.names(
            CatTable.PARAMETERS, IndexExpression.NAMES, Set.of("pri", "health", "include_unloaded_segments"));

    private final DocumentService service;

    CatIndices(DocumentService service) {
        this.service = service;
    }

    /** One index of the list. */
    private record Row(IndexStatistics statistics, long storeBytes) {
        IndexMetadata index() {
            return statistics.metadata();
        }
    }

    @Override
    public List<Route> routes() {
        return Stream.of("/_cat/indices", "/_cat/indices/{index}")
                .map(pattern -> new Route(HttpMethod.GET, pattern, PARAMETERS))
                .toList();
    }

    @Override
    public Mono<Response> handle(Request request) {
        IndexExpression expression = IndexExpression.read(request.parameters());
        CatTable.View view = CatTable.View.read(request.parameters());
        return Mono.fromSupplier(() -> {
            List<IndexStatistics> statistics = expression.resolve(service.indices()).stream()
                    .map(index -> service.indices().statistics(index.name()))
                    .toList();
            return table(request.version()).render(request, view, rows(statistics));
        });
    }

    /** Shares out the bytes of the whole store by the number of documents: the store does not count them by index. */
    private List<Row> rows(List<IndexStatistics> statistics) {
        long documents = Math.max(1, allDocuments());
        long bytes = service.storeSizeBytes();
        return statistics.stream()
                .map(each -> new Row(each, bytes * each.documents() / documents))
                .toList();
    }

    private long allDocuments() {
        return service.indices().all().stream()
                .mapToLong(index -> service.indices().statistics(index.name()).documents())
                .sum();
    }

    private static CatTable<Row> table(ApiVersion version) {
        List<Column<Row>> columns = new ArrayList<>(List.of(
                left("health", "h", "current health status", CatIndices::health),
                left("status", "s", "open/close status", row -> row.index().open() ? "open" : "close"),
                left("index", "i", "index name", row -> row.index().name()),
                left("uuid", "id", "index uuid", row -> row.index().uuid()),
                right(
                        "pri",
                        "p",
                        "number of primary shards",
                        row -> text(row.index().numberOfShards())),
                right(
                        "rep",
                        "r",
                        "number of replica shards",
                        row -> text(row.index().numberOfReplicas())),
                right(
                        "docs.count",
                        "dc",
                        "available docs",
                        row -> text(row.statistics().documents())),
                right(
                        "docs.deleted",
                        "dd",
                        "deleted docs",
                        row -> text(row.statistics().deleted())),
                right("store.size", "ss", "store size of primaries & replicas", row -> size(row.storeBytes())),
                right("pri.store.size", "pss", "store size of primaries", row -> size(row.storeBytes()))));
        if (version == ApiVersion.V8) {
            columns.add(right("dataset.size", "dsds", "total size of dataset", row -> size(row.storeBytes())));
        }
        return new CatTable<>(columns);
    }

    private static Column<Row> left(String name, String alias, String description, Function<Row, String> value) {
        return new Column<>(name, List.of(alias), description, /* rightAligned= */ false, /* shown= */ true, value);
    }

    private static Column<Row> right(String name, String alias, String description, Function<Row, String> value) {
        return new Column<>(name, List.of(alias), description, /* rightAligned= */ true, /* shown= */ true, value);
    }

    private static String health(Row row) {
        return row.index().numberOfReplicas() > 0 ? "yellow" : "green";
    }

    private static String text(long number) {
        return Long.toString(number);
    }

    /** Writes bytes as Elasticsearch does: one digit after the point, none where it is zero. */
    private static String size(long bytes) {
        String[] units = {"b", "kb", "mb", "gb", "tb"};
        double value = bytes;
        int unit = 0;
        while (value >= 1024 && unit < units.length - 1) {
            value /= 1024;
            unit++;
        }
        long tenths = (long) (value * 10);
        return (tenths % 10 == 0 ? Long.toString(tenths / 10) : tenths / 10 + "." + tenths % 10) + units[unit];
    }
}
