package dev.optimist.http.api;

import dev.optimist.http.api.CatTable.Column;
import dev.optimist.http.api.HotDocuments.HotDocument;
import dev.optimist.http.route.HttpMethod;
import dev.optimist.http.route.Route;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import reactor.core.publisher.Mono;

/** Lists which documents writers contend for most, for people. */
final class CatContention implements Endpoint {
    private static final String NOTHING = "-";
    private static final CatTable<Row> TABLE = new CatTable<>(List.of(
            Column.text("index", "i,idx", "index name", row -> row.document.index()),
            Column.text("id", "_id", "document id", row -> row.document.id()),
            Column.number("conflicts", "c", "conflicts at most", row -> row.document.conflicts()),
            Column.<Row>number(
                            "conflicts.overestimate",
                            "co",
                            "how many conflicts may be counted too many",
                            row -> row.document.overestimate())
                    .hidden(),
            Column.<Row>number(
                            "conflicts.window",
                            "cw",
                            "conflicts within the window",
                            row -> row.document.recentConflicts())
                    .hidden(),
            Column.number("conflicts.per_second", "cps", "conflicts a second within the window", row -> row.perSecond),
            Column.<Row>number("attempts", "a", "attempts that were counted", row -> row.document.attempts())
                    .hidden(),
            Column.number("successes", "s", "attempts that ended well", row -> row.document.successes()),
            Column.number(
                    "attempts.per_success",
                    "aps",
                    "attempts that a success took",
                    row -> text(ContentionQuery.attemptsPerSuccess(row.document))),
            Column.text(
                    "last_writer",
                    "lw",
                    "X-Opaque-Id of the last writer",
                    row -> Objects.requireNonNullElse(row.document.lastWriter(), NOTHING))));

    private final HotDocuments hot;

    CatContention(HotDocuments hot) {
        this.hot = hot;
    }

    private record Row(HotDocument document, String perSecond) {}

    private static String text(Optional<Double> number) {
        return number.map(value -> String.format(Locale.ROOT, "%.2f", value)).orElse(NOTHING);
    }

    @Override
    public List<Route> routes() {
        return List.of(new Route(
                HttpMethod.GET, "/_cat/contention", DocumentRequest.names(CatTable.PARAMETERS, ContentionQuery.NAMES)));
    }

    @Override
    public Mono<Response> handle(Request request) {
        ContentionQuery query = ContentionQuery.read(request.parameters(), hot.windowMax());
        CatTable.View view = CatTable.View.read(request.parameters());
        return Mono.fromSupplier(() -> TABLE.render(request, view, rows(query)));
    }

    private List<Row> rows(ContentionQuery query) {
        return query.of(hot).stream()
                .map(document -> new Row(document, text(Optional.of(query.conflictsPerSecond(document)))))
                .toList();
    }
}
