package dev.optimist.http.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.optimist.http.conformance.Deviations.Treatment;
import dev.optimist.http.testing.RawHttp;
import dev.optimist.http.testing.RawHttp.Answer;
import dev.optimist.http.testing.TestServer;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Recorded answers of Elasticsearch are reproduced: status, headers and body, in the order in which they were recorded. */
class ConformanceIT {
    private static final List<String> GROUPS = List.of(
            "basic",
            "occ",
            "seqno",
            "version",
            "params",
            "write-params",
            "bodies",
            "ids",
            "routes",
            "update",
            "indices",
            "mget",
            "bulk");
    private static final String PRODUCT = "x-elastic-product";
    private static final List<String> HEADERS = List.of("content-type", "allow", "location", "warning", PRODUCT);

    private final Deviations deviations = Deviations.read();

    static Stream<Arguments> groups() {
        return Stream.concat(
                Stream.of("es8", "es7").flatMap(file -> GROUPS.stream().map(group -> Arguments.of(file, group))),
                Stream.of(Arguments.of("es7-scripts", "update"), Arguments.of("es7-scripts", "bulk")));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("groups")
    void group_replayed_answersAsRecorded(String file, String group) {
        GroupReport report = new GroupReport(file + " " + group);
        try (TestServer server = TestServer.start("--api-compat=" + file.charAt(2))) {
            Exchange.readAll(file).stream()
                    .filter(exchange -> exchange.group().equals(group))
                    .forEach(exchange -> replay(file, exchange, server, report));
        }
        System.out.print(report);
        assertThat(report.differing())
                .as("answers of group %s that are not as recorded", group)
                .isEmpty();
        assertThat(TestServer.blockingCalls())
                .as("calls that blocked an event loop")
                .isEmpty();
    }

    private void replay(String file, Exchange exchange, TestServer server, GroupReport report) {
        Optional<Deviations.Deviation> deviation = deviations.of(file, exchange);
        Optional<Treatment> treatment = deviation.map(Deviations.Deviation::treatment);
        if (treatment.filter(Treatment.LATER::equals).isPresent()) {
            report.later(exchange);
            return;
        }
        deviation.ifPresent(found -> report.deliberate(exchange, found));
        if (treatment.filter(Treatment.NOT_SENT::equals).isPresent()) {
            return;
        }
        Optional<byte[]> body = deviation.flatMap(Deviations.Deviation::body).or(exchange.request()::body);
        Answer actual = send(exchange.request(), body, server);
        if (exchange.response().isEmpty()) {
            report.unrecorded();
        } else if (deviation.isEmpty()) {
            compare(file, exchange, exchange.response().get(), actual, report);
        }
    }

    private static Answer send(Exchange.Request request, Optional<byte[]> body, TestServer server) {
        try (RawHttp connection = RawHttp.connect(server.address())) {
            return connection.exchange(request.method(), request.path(), request.headers(), body);
        } catch (UncheckedIOException e) {
            return new Answer(0, List.of(), String.valueOf(e.getMessage()).getBytes(StandardCharsets.UTF_8));
        }
    }

    private static void compare(String file, Exchange exchange, Answer recorded, Answer actual, GroupReport report) {
        String expected = comparable(file, exchange.request().method(), recorded);
        String found = comparable(file, exchange.request().method(), actual);
        if (expected.equals(found)) {
            report.matches();
        } else {
            report.differs(exchange, "\nrecorded " + expected + "\nfound    " + found);
        }
    }

    /** The server of es7-scripts is older than the product header, which the envelope of mode 7 has. */
    private static List<String> headers(String file) {
        return file.equals("es7-scripts") ? HEADERS.subList(0, HEADERS.indexOf(PRODUCT)) : HEADERS;
    }

    private static String comparable(String file, String method, Answer answer) {
        StringBuilder text = new StringBuilder(Integer.toString(answer.status()));
        for (String name : headers(file)) {
            answer.headers().stream()
                    .filter(header -> header.name().equalsIgnoreCase(name))
                    .forEach(header -> text.append(" | " + header.name() + ": " + Mask.of(header.value())));
        }
        if (method.equals("HEAD")) {
            text.append(" | content-length: " + answer.header("content-length").orElse("none"));
        }
        return text.append(" | ").append(Mask.of(answer.text())).toString();
    }
}
