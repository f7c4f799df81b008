package dev.optimist.load.views;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Two documents behind HTTP, in as much of the document API as {@link PageViewsSimulation} speaks; told to, it makes the
 * mistake that the simulation is there to find.
 */
final class StubDocuments implements AutoCloseable {
    /** What the stub does wrong. */
    enum Mistake {
        NONE,
        /** Writes although the condition does not hold. */
        CONDITION_IGNORED,
        /** Now and then acknowledges an update and forgets it. */
        UPDATE_FORGOTTEN
    }

    private static final int UPDATES_PER_FORGOTTEN = 10;
    private static final Pattern VISIT = Pattern.compile("\"(v\\d+)\":(\\d+)");
    private static final Pattern IF_SEQ_NO = Pattern.compile("if_seq_no=(\\d+)");

    private final Mistake mistake;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newFixedThreadPool(4);

    private String page = "";
    private long pageSeqNo;
    private final Map<String, String> visits = new TreeMap<>();
    private long visitsSeqNo;

    private StubDocuments(Mistake mistake, HttpServer server) {
        this.mistake = mistake;
        this.server = server;
    }

    static {
        // without it each answer waits 40 ms for the acknowledgement of its own header
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    static StubDocuments start(Mistake mistake) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        StubDocuments stub = new StubDocuments(mistake, server);
        server.createContext("/", stub::handle);
        server.setExecutor(stub.threads);
        server.start();
        return stub;
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    private void handle(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        Answer answer = answer(exchange.getRequestMethod(), exchange.getRequestURI(), body);
        byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("content-type", "application/json");
        exchange.sendResponseHeaders(answer.status(), bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private record Answer(int status, String body) {}

    private synchronized Answer answer(String method, URI uri, String body) {
        boolean onPage = uri.getPath().endsWith("/page");
        return switch (method) {
            case "GET" -> new Answer(200, onPage ? document(page, pageSeqNo) : document(visits(), visitsSeqNo));
            case "PUT" -> onPage ? put(uri, body) : new Answer(201, "{}");
            case "POST" -> update(body);
            default -> new Answer(200, "{}");
        };
    }

    private Answer put(URI uri, String body) {
        if (uri.getPath().contains("_create")) {
            page = body;
            return new Answer(201, "{}");
        }
        Matcher condition = IF_SEQ_NO.matcher(uri.getQuery());
        if (mistake != Mistake.CONDITION_IGNORED
                && !(condition.find() && Long.parseLong(condition.group(1)) == pageSeqNo)) {
            return new Answer(409, "{}");
        }
        page = body;
        pageSeqNo++;
        return new Answer(200, "{}");
    }

    private Answer update(String body) {
        visitsSeqNo++;
        Matcher visit = VISIT.matcher(body);
        boolean forgotten = mistake == Mistake.UPDATE_FORGOTTEN && visitsSeqNo % UPDATES_PER_FORGOTTEN == 0;
        if (visit.find() && !forgotten) {
            visits.put(visit.group(1), visit.group(2));
        }
        return new Answer(200, "{}");
    }

    private String visits() {
        StringBuilder json = new StringBuilder();
        visits.forEach((visitor, count) ->
                json.append(json.isEmpty() ? "" : ",").append("\"%s\":%s".formatted(visitor, count)));
        return "{\"visits\":{" + json + "}}";
    }

    private static String document(String source, long seqNo) {
        return "{\"_version\":%d,\"_seq_no\":%d,\"_primary_term\":1,\"_source\":%s}"
                .formatted(seqNo + 1, seqNo, source);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
