package dev.optimist.http.api;

import dev.optimist.core.error.ErrorKind;
import dev.optimist.core.error.RequestException;
import dev.optimist.http.api.HotDocuments.HotDocument;
import dev.optimist.http.json.AnswerWriter;
import dev.optimist.http.json.Output;
import dev.optimist.http.route.HttpMethod;
import dev.optimist.http.route.Route;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Tells those who watch the dashboard the numbers of each second, as server-sent events. */
final class DashboardStream implements Endpoint {
    private static final String EVENTS = "text/event-stream";
    private static final byte[] NO_BODY = new byte[0];
    private static final int DOCUMENTS = 10;
    private static final ContentionQuery HOTTEST = new ContentionQuery(DOCUMENTS, "_all", Duration.ofSeconds(10));

    private final Dashboard dashboard;
    private final HotDocuments hot;
    private final DashboardFeed feed;

    DashboardStream(Dashboard dashboard, HotDocuments hot) {
        this.dashboard = dashboard;
        this.hot = hot;
        this.feed = new DashboardFeed(this::event, dashboard.ended());
    }

    @Override
    public List<Route> routes() {
        return List.of(new Route(HttpMethod.GET, "/_dashboard/stream", Set.of()));
    }

    @Override
    public Mono<Response> handle(Request request) {
        return Mono.fromSupplier(() -> {
            if (feed.full()) {
                throw RequestException.of(
                        ErrorKind.REJECTED, "the dashboard is watched by " + DashboardFeed.WATCHERS_MAX + " already");
            }
            return new Response(200, NO_BODY, EVENTS, Map.of("Cache-Control", "no-store"), feed.watch());
        });
    }

    private byte[] event() {
        Map<String, Object> sample = new LinkedHashMap<>(dashboard.sample());
        sample.put("hot", HOTTEST.of(hot).stream().map(DashboardStream::shown).toList());
        String json = new String(AnswerWriter.write(Output.JSON, sample), StandardCharsets.UTF_8);
        return ("data: " + json + "\n\n").getBytes(StandardCharsets.UTF_8);
    }

    private static Map<String, @Nullable Object> shown(HotDocument document) {
        Map<String, @Nullable Object> shown = new LinkedHashMap<>();
        shown.put("index", document.index());
        shown.put("id", document.id());
        shown.put("conflicts", document.conflicts());
        shown.put("perSecond", HOTTEST.conflictsPerSecond(document));
        shown.put(
                "attemptsPerSuccess",
                ContentionQuery.attemptsPerSuccess(document).orElse(null));
        shown.put("lastWriter", document.lastWriter());
        return shown;
    }
}
