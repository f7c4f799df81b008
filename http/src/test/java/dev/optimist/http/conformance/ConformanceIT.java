package dev.optimist.http.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.optimist.http.conformance.Deviations.Treatment;
import dev.optimist.http.testing.RawHttp;
import dev.optimist.http.testing.RawHttp.Answer;
import dev.optimist.http.testing.TestServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Recorded answers of Elasticsearch are reproduced: status, headers and body, in the order in which they were recorded. */
class ConformanceIT {
    private static final List<String> FILES = List.of("es8", "es7", "es7-scripts");
    private static final String PRODUCT = "x-elastic-product";
    private static final List<String> HEADERS =
            List.of("content-type", "content-encoding", "allow", "location", "warning", PRODUCT);

    private final Deviations deviations = Deviations.read();

    static Stream<Arguments> groups() {
        return FILES.stream()
                .flatMap(file -> Exchange.readAll(file).stream()
                        .map(Exchange::group)
                        .distinct()
                        .map(group -> Arguments.of(file, group)));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("groups")
    void group_replayed_answersAsRecorded(String file, String group) {
        GroupReport report = new GroupReport(file + " " + group);
        try (TestServer server = start(options(file, group))) {
            Exchange.readAll(file).stream()
                    .filter(exchange -> exchange.group().equals(group))
                    .forEach(exchange -> replay(file, exchange, server, report));
        }
        System.out.print(report);
        assertThat(report.differing())
                .as("answers of group %s that are not as recorded", group)
                .isEmpty();
        TestServer.assertNothingBlocked();
    }

    /** Starts a server that holds nothing yet. */
    TestServer start(String... options) {
        return TestServer.start(options);
    }

    @ParameterizedTest
    @MethodSource("deviations")
    void deviation_comparedWithTheRecordings_isOfAnExchangeAndSaysWhy(Deviations.Deviation deviation) {
        assertThat(FILES.stream()
                        .flatMap(file ->
                                Exchange.readAll(file).stream().filter(exchange -> deviation.covers(file, exchange))))
                .as("exchanges that %s is about", deviation)
                .isNotEmpty();
        assertThat(deviation.reason()).as("the reason of %s", deviation).isNotBlank();
    }

    static List<Deviations.Deviation> deviations() {
        return Deviations.read().all();
    }

    /** Bodies without a content type are refused in the group that is about them, as by the recorded server. */
    private static String[] options(String file, String group) {
        return new String[] {"--api-compat=" + file.charAt(2), "--strict-content-type=" + group.equals("content")};
    }

    private void replay(String file, Exchange exchange, TestServer server, GroupReport report) {
        Optional<Deviations.Deviation> deviation = deviations.of(file, exchange);
        deviation.ifPresent(found -> report.deliberate(exchange, found));
        if (deviation.filter(found -> found.treatment() == Treatment.NOT_SENT).isPresent()) {
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

    private void compare(String file, Exchange exchange, Answer recorded, Answer actual, GroupReport report) {
        String method = exchange.request().method();
        String expected = promised(exchange.group(), comparable(file, method, recorded));
        String found = promised(exchange.group(), comparable(file, method, actual));
        if (expected.equals(found)) {
            report.matches();
        } else {
            report.differs(exchange, "\nrecorded " + expected + "\nfound    " + found);
        }
    }

    /** Leaves of an answer what the store promises: all of it. */
    String promised(String group, String answer) {
        return answer;
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
        return text.append(" | ").append(Mask.of(unpacked(answer))).toString();
    }

    /** Two servers need not pack alike, but what comes out must be the same. */
    private static String unpacked(Answer answer) {
        if (answer.body().length == 0
                || answer.header("content-encoding").filter("gzip"::equals).isEmpty()) {
            return answer.text();
        }
        try (InputStream unpacked = new GZIPInputStream(new ByteArrayInputStream(answer.body()))) {
            return new String(unpacked.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
