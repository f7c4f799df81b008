package dev.optimist.http.api;

import dev.optimist.core.error.RequestException;
import dev.optimist.core.index.IndexMetadata;
import dev.optimist.core.service.DocumentService;
import dev.optimist.core.service.IndexStatistics;
import dev.optimist.http.api.CatTable.Column;
import dev.optimist.http.json.ApiVersion;
import dev.optimist.http.route.HttpMethod;
import dev.optimist.http.route.Route;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Lists indices with their counts, for people. It has all the columns of a search engine; those of which there is
 * nothing to say here are empty.
 */
final class CatIndices implements Endpoint {
    private static final Set<String> PARAMETERS = DocumentRequest.names(
            CatTable.PARAMETERS, IndexExpression.NAMES, Set.of("pri", "health", "include_unloaded_segments"));

    /** Lines of name, aliases and description; {@code 8:} begins what versions before 8 do not have. */
    private static final List<String> COLUMNS = read("cat-indices.columns");

    private static final String SINCE_8 = "8:";
    private static final Set<String> HEALTHS = Set.of("green", "yellow", "red");
    private static final Set<String> TEXTS = Set.of("health", "status", "index", "uuid");
    private static final Set<String> SHOWN = Set.of(
            "health",
            "status",
            "index",
            "uuid",
            "pri",
            "rep",
            "docs.count",
            "docs.deleted",
            "store.size",
            "pri.store.size",
            "dataset.size");

    private final DocumentService service;

    CatIndices(DocumentService service) {
        this.service = service;
    }

    private static List<String> read(String resource) {
        try (InputStream input = Objects.requireNonNull(CatIndices.class.getResourceAsStream(resource), resource)) {
            return new String(input.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One index of the list. */
    private record Row(IndexStatistics statistics, String size) {
        IndexMetadata index() {
            return statistics.metadata();
        }

        String health() {
            return index().numberOfReplicas() > 0 ? "yellow" : "green";
        }

        /** Returns what stands in a column. */
        String value(String column) {
            return switch (column) {
                case "health" -> health();
                case "status" -> index().open() ? "open" : "close";
                case "index" -> index().name();
                case "uuid" -> index().uuid();
                case "pri" -> Integer.toString(index().numberOfShards());
                case "rep" -> Integer.toString(index().numberOfReplicas());
                case "creation.date" -> Long.toString(index().createdMillis());
                case "creation.date.string" ->
                    Instant.ofEpochMilli(index().createdMillis()).toString();
                case "search.throttled" -> "false";
                default -> index().open() ? count(column) : "";
            };
        }

        private String count(String column) {
            return switch (column) {
                case "docs.count" -> Long.toString(statistics.documents());
                case "docs.deleted" -> Long.toString(statistics.deleted());
                case "store.size", "pri.store.size", "dataset.size" -> size;
                default -> "";
            };
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
        IndexExpression expression = IndexExpression.read(request);
        CatTable.View view = CatTable.View.read(request.parameters());
        String health = request.parameters().string("health");
        requireHealth(health);
        request.parameters().bool("pri", /* absent= */ false);
        request.parameters().bool("include_unloaded_segments", /* absent= */ false);
        return Mono.fromSupplier(() -> {
            List<Row> rows = rows(expression.resolve(service.indices()), view.byteUnit()).stream()
                    .filter(row -> health == null || row.health().equalsIgnoreCase(health))
                    .toList();
            return table(request.version()).render(request, view, rows);
        });
    }

    private static void requireHealth(@Nullable String health) {
        if (health != null && !HEALTHS.contains(health.toLowerCase(Locale.ROOT))) {
            throw RequestException.illegalArgument("unknown cluster health status [" + health + "]");
        }
    }

    /**
     * Shares out the bytes of the whole store by the number of documents: the store does not count them by index. The
     * order is a hash map's, as that of Elasticsearch, so that tables without an order can be compared.
     */
    private List<Row> rows(List<IndexMetadata> indices, String unit) {
        StoreShares shares = StoreShares.of(service);
        Map<String, Row> rows = new HashMap<>();
        indices.forEach(index -> {
            IndexStatistics statistics = service.indices().statistics(index.name());
            rows.put(index.name(), new Row(statistics, ByteText.of(shares.bytes(statistics.documents()), unit)));
        });
        return List.copyOf(rows.values());
    }

    private static CatTable<Row> table(ApiVersion version) {
        return new CatTable<>(COLUMNS.stream()
                .filter(line -> !version.legacy() || !line.startsWith(SINCE_8))
                .map(CatIndices::column)
                .toList());
    }

    private static Column<Row> column(String line) {
        String[] parts = (line.startsWith(SINCE_8) ? line.substring(SINCE_8.length()) : line).split(" \\| ", -1);
        String name = parts[0];
        List<String> aliases = parts[1].isBlank() ? List.of() : Arrays.asList(parts[1].split(","));
        return new Column<>(
                name, aliases, parts[2], !TEXTS.contains(name), SHOWN.contains(name), row -> row.value(name));
    }
}
