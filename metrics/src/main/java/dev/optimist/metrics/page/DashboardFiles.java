package dev.optimist.metrics.page;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** The files that the dashboard is made of, from the jar: nothing of it comes from another host. */
public final class DashboardFiles {
    /** No inline script or style, no other origin, no frame. */
    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self';"
            + " img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private static final Map<String, String> HEADERS = Map.of(
            "Content-Security-Policy", POLICY,
            "X-Content-Type-Options", "nosniff",
            "Referrer-Policy", "no-referrer",
            "Cache-Control", "no-cache");

    private static final String OWN = "/dashboard/";
    private static final String HTML = "text/html; charset=utf-8";
    private static final String SCRIPT = "text/javascript; charset=utf-8";
    private static final String STYLE = "text/css; charset=utf-8";

    private static final String CHARTS = "/META-INF/resources/webjars/uplot/" + chartsVersion() + "/dist/";

    private static final Map<String, Resource> RESOURCES = Map.of(
            "index.html", new Resource(OWN + "index.html", HTML),
            "dashboard.js", new Resource(OWN + "dashboard.js", SCRIPT),
            "dashboard.css", new Resource(OWN + "dashboard.css", STYLE),
            "icon.svg", new Resource(OWN + "icon.svg", "image/svg+xml"),
            "uplot.js", new Resource(CHARTS + "uPlot.iife.min.js", SCRIPT),
            "uplot.css", new Resource(CHARTS + "uPlot.min.css", STYLE));

    private record Resource(String path, String contentType) {}

    /** One file, as it is to be sent. */
    @SuppressWarnings("ArrayRecordComponent") // handed to the wire, never compared
    public record File(byte[] content, String contentType, Map<String, String> headers) {}

    /** Reads a file; empty where the dashboard has none of that name. */
    public Optional<File> file(String name) {
        return Optional.ofNullable(RESOURCES.get(name))
                .map(resource -> new File(bytes(resource.path()), resource.contentType(), HEADERS));
    }

    private static byte[] bytes(String path) {
        try (InputStream in = open(path)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + path, e);
        }
    }

    private static String chartsVersion() {
        Properties versions = new Properties();
        try (InputStream in = open(OWN + "versions.properties")) {
            versions.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the dashboard's versions", e);
        }
        return versions.getProperty("uplot");
    }

    private static InputStream open(String path) {
        @Nullable InputStream in = DashboardFiles.class.getResourceAsStream(path);
        if (in == null) {
            throw new IllegalStateException("the jar lacks " + path);
        }
        return in;
    }
}
