package dev.optimist.http.api;

import dev.optimist.core.service.IndexOptions;
import dev.optimist.http.api.CatTable.Column;
import dev.optimist.http.route.HttpMethod;
import dev.optimist.http.route.Route;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import reactor.core.publisher.Mono;

/**
 * One table of {@code /_cat}.
 *
 * @param <R> what a row shows
 */
final class CatEndpoint<R> implements Endpoint {
    private final List<String> patterns;
    private final Rows<R> rows;
    private final CatTable<R> table;

    CatEndpoint(List<String> patterns, List<Column<R>> columns, Rows<R> rows) {
        this.patterns = patterns;
        this.rows = rows;
        this.table = new CatTable<>(columns);
    }

    /** Finds what the table shows. */
    @FunctionalInterface
    interface Rows<R> {
        List<R> find(Request request, IndexExpression expression, CatTable.View view);
    }

    @Override
    public List<Route> routes() {
        Set<String> parameters = DocumentRequest.names(
                CatTable.PARAMETERS, IndexExpression.NAMES, Set.of("full_id", "include_unloaded_segments"));
        return patterns.stream()
                .flatMap(pattern -> Stream.of(new Route(HttpMethod.GET, pattern, parameters)))
                .toList();
    }

    @Override
    public Mono<Response> handle(Request request) {
        IndexExpression expression = IndexExpression.read(request, IndexOptions.HIDDEN);
        CatTable.View view = CatTable.View.read(request.parameters());
        request.parameters().bool("full_id", /* absent= */ false);
        return Mono.fromSupplier(() -> table.render(request, view, rows.find(request, expression, view)));
    }
}
