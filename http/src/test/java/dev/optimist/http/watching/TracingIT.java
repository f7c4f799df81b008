package dev.optimist.http.watching;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.optimist.http.api.Endpoint;
import dev.optimist.http.api.Request;
import dev.optimist.http.api.Response;
import dev.optimist.http.cli.OptimistConfiguration;
import dev.optimist.http.cli.RunningServer;
import dev.optimist.http.route.Route;
import dev.optimist.http.testkit.OptimistServer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/** What a client calls itself and its trace is found again: in answers, log lines, exemplars and hot documents. */
class TracingIT {
    private static final String TRACE_ID = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String PARENT = "00-" + TRACE_ID + "-00f067aa0ba902b7-01";
    private static final Pattern SLOW = Pattern.compile("PUT /\\{index}/_doc/\\{id} index=\\[stock]"
            + " x_opaque_id=\\[checkout-3] trace_id=" + TRACE_ID + " status=201 took=([0-9.]+)ms"
            + " read=([0-9.]+)ms decide=([0-9.]+)ms commit=([0-9.]+)ms write=([0-9.]+)ms");

    private final HttpClient client = HttpClient.newHttpClient();
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);

    @BeforeEach
    void listen() {
        log.start();
        root.addAppender(log);
    }

    @AfterEach
    void stopListening() {
        root.detachAppender(log);
    }

    private HttpResponse<String> send(URI server, String method, String path, String body, String... headers)
            throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(server.resolve(path))
                .header("Content-Type", "application/json")
                .method(method, BodyPublishers.ofString(body));
        return client.send((headers.length == 0 ? request : request.headers(headers)).build(), BodyHandlers.ofString());
    }

    private List<String> logged(String logger) {
        return List.copyOf(log.list).stream()
                .filter(event -> event.getLoggerName().endsWith(logger))
                .map(ILoggingEvent::getFormattedMessage)
                .toList();
    }

    @Test
    void slowRequest_isLoggedWithItsPhases() throws Exception {
        try (OptimistServer server =
                OptimistServer.inMemory().setting("slow-log", "400ms").start()) {
            server.faults().delay("stock", "apples", 1, Duration.ofMillis(600));
            HttpResponse<String> answer = send(
                    server.url(),
                    "PUT",
                    "/stock/_doc/apples",
                    "{}",
                    "X-Opaque-Id",
                    "checkout-3",
                    "traceparent",
                    PARENT);

            assertThat(answer.headers().firstValue("x-opaque-id")).hasValue("checkout-3");
            assertThat(answer.headers().firstValue("traceparent")).hasValue(PARENT);
            List<String> slow = Poll.until(
                    lines -> lines.stream().anyMatch(line -> line.contains("checkout-3")),
                    () -> logged("optimist.slow"));
            Matcher line = SLOW.matcher(slow.get(slow.size() - 1));
            assertThat(line.matches()).as("%s", slow).isTrue();
            double phases = IntStream.rangeClosed(2, 5)
                    .mapToDouble(group -> Double.parseDouble(line.group(group)))
                    .sum();
            assertThat(phases)
                    .as("the phases make up the whole: %s", slow)
                    .isBetween(Double.parseDouble(line.group(1)) - 1, Double.parseDouble(line.group(1)) + 1);
            assertThat(Double.parseDouble(line.group(3)))
                    .as("what it waited for: %s", slow)
                    .isGreaterThan(590);
        }
    }

    @Test
    void request_fasterThanTheThreshold_isNotLogged() throws Exception {
        try (OptimistServer server =
                OptimistServer.inMemory().setting("slow-log", "1h").start()) {
            send(server.url(), "PUT", "/stock/_doc/apples", "{}", "X-Opaque-Id", "checkout-3");
        }
        assertThat(logged("optimist.slow")).as("now that the server has closed").isEmpty();
    }

    @Test
    void unforeseenFailure_logLine_namesTheRequest() throws Exception {
        RunningServer server = RunningServer.start(
                OptimistConfiguration.of("--store=memory", "--port=0"),
                new RunningServer.Wrapping(UnaryOperator.identity(), UnaryOperator.identity(), TracingIT::broken));
        try (server) {
            URI url = URI.create("http://127.0.0.1:" + server.address().getPort());
            assertThat(send(url, "PUT", "/stock/_doc/1", "{}", "X-Opaque-Id", "a\tb", "traceparent", PARENT)
                            .statusCode())
                    .isEqualTo(500);
            assertThat(logged("Dispatcher"))
                    .singleElement()
                    .asString()
                    .startsWith("Unexpected failure ")
                    .endsWith(" of PUT /{index}/_doc/{id} index=[stock] x_opaque_id=[a?b] trace_id=" + TRACE_ID);
        }
    }

    private static Endpoint broken(Endpoint endpoint) {
        return new Endpoint() {
            @Override
            public List<Route> routes() {
                return endpoint.routes();
            }

            @Override
            public Mono<Response> handle(Request request) {
                throw new IllegalStateException("broken");
            }

            @Override
            public boolean takesBody() {
                return true;
            }
        };
    }

    @Test
    void sampledTrace_isAnExemplarOfItsLatency() throws Exception {
        try (OptimistServer server = OptimistServer.start()) {
            send(server.url(), "PUT", "/stock/_doc/1", "{}", "traceparent", PARENT);
            String scraped = send(
                            server.url(),
                            "GET",
                            "/_prometheus/metrics",
                            "",
                            "Accept",
                            "application/openmetrics-text; version=1.0.0")
                    .body();

            assertThat(scraped.lines().filter(line -> line.contains(TRACE_ID)))
                    .as("series that remember the trace")
                    .anySatisfy(line -> assertThat(line)
                            .startsWith("optimist_operation_duration_seconds_bucket{kind=\"index\",outcome=\"created\"")
                            .contains("# {span_id=\"00f067aa0ba902b7\",trace_id=\"" + TRACE_ID + "\"}"));
        }
    }

    @Test
    void hotDocument_namesItsLastWriter() throws Exception {
        try (OptimistServer server = OptimistServer.start()) {
            send(server.url(), "PUT", "/stock/_doc/apples", "{}");
            send(server.url(), "PUT", "/stock/_create/apples", "{}", "X-Opaque-Id", "loser");
            send(server.url(), "PUT", "/stock/_doc/apples", "{}", "X-Opaque-Id", "winner");
            send(server.url(), "PUT", "/stock/_create/apples", "{}", "X-Opaque-Id", "loser");

            assertThat(send(server.url(), "GET", "/_contention", "").body()).contains("\"last_writer\":\"winner\"");
            assertThat(send(server.url(), "GET", "/_cat/contention?h=id,last_writer", "")
                            .body())
                    .isEqualTo("apples winner\n");
        }
    }
}
