package dev.optimist.http.cli;

import dev.optimist.http.api.Dashboard;
import dev.optimist.http.api.Response;
import dev.optimist.metrics.page.DashboardFiles;
import dev.optimist.metrics.page.DashboardSample;
import java.util.Map;
import java.util.Optional;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** Serves the dashboard's files and the meters' numbers. */
record ServedDashboard(DashboardFiles files, DashboardSample meters, Sinks.Empty<Void> end) implements Dashboard {
    ServedDashboard(DashboardSample meters) {
        this(new DashboardFiles(), meters, Sinks.empty());
    }

    @Override
    public Optional<Response> file(String name) {
        return files.file(name).map(file -> new Response(200, file.content(), file.contentType(), file.headers()));
    }

    @Override
    public Map<String, Object> sample() {
        return meters.take();
    }

    @Override
    public Mono<Void> ended() {
        return end.asMono();
    }

    /** Lets go of those who watch. */
    void close() {
        end.tryEmitEmpty();
    }
}
