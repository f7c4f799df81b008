package dev.optimist.http.api;

import dev.optimist.http.api.HotDocuments.HotDocument;
import dev.optimist.http.json.AnswerWriter;
import dev.optimist.http.route.HttpMethod;
import dev.optimist.http.route.Route;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Shows which documents writers contend for most. */
final class ShowContention implements Endpoint {
    private final HotDocuments hot;

    ShowContention(HotDocuments hot) {
        this.hot = hot;
    }

    @Override
    public List<Route> routes() {
        return List.of(new Route(HttpMethod.GET, "/_contention", ContentionQuery.NAMES));
    }

    @Override
    public Mono<Response> handle(Request request) {
        ContentionQuery query = ContentionQuery.read(request.parameters(), hot.windowMax());
        return Mono.fromSupplier(
                () -> Response.of(200, AnswerWriter.write(request.output(), content(query)), request.output()));
    }

    private Map<String, Object> content(ContentionQuery query) {
        Map<String, Object> content = new LinkedHashMap<>();
        content.put("window_in_millis", query.window().toMillis());
        content.put(
                "documents",
                query.of(hot).stream().map(document -> shown(document, query)).toList());
        return content;
    }

    private static Map<String, @Nullable Object> shown(HotDocument document, ContentionQuery query) {
        Map<String, @Nullable Object> shown = new LinkedHashMap<>();
        shown.put("_index", document.index());
        shown.put("_id", document.id());
        shown.put("conflicts", document.conflicts());
        shown.put("conflicts_overestimate", document.overestimate());
        shown.put("conflicts_in_window", document.recentConflicts());
        shown.put("conflicts_per_second", query.conflictsPerSecond(document));
        shown.put("attempts", document.attempts());
        shown.put("successes", document.successes());
        shown.put(
                "attempts_per_success",
                ContentionQuery.attemptsPerSuccess(document).orElse(null));
        shown.put("last_writer", document.lastWriter());
        return shown;
    }
}
