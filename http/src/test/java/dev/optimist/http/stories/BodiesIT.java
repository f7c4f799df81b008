package dev.optimist.http.stories;

import static org.assertj.core.api.Assertions.assertThat;

import dev.optimist.http.testing.RawHttp;
import dev.optimist.http.testing.RawHttp.Answer;
import dev.optimist.http.testing.TestServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How bodies travel: packed, in chunks, announced, in other formats. */
class BodiesIT {
    private static final String JSON = "{\"title\":\"Interstellar\"}";
    private static final Map<String, String> HOST = Map.of("Host", "localhost");

    private static final TestServer SERVER = TestServer.start("--max-content-length=4mb");

    private final RawHttp connection = RawHttp.connect(SERVER.address());

    @AfterAll
    static void stop() {
        SERVER.close();
    }

    @AfterEach
    void disconnect() {
        connection.close();
    }

    private static byte[] gzip(byte[] bytes) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream output = new GZIPOutputStream(packed)) {
            output.write(bytes);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return packed.toByteArray();
    }

    private Answer putPacked(byte[] packed) {
        Map<String, String> headers =
                Map.of("Host", "localhost", "Content-Type", "application/json", "Content-Encoding", "gzip");
        return connection.exchange("PUT", "/movies/_doc/1", headers, Optional.of(packed));
    }

    private String source() {
        return connection
                .exchange("GET", "/movies/_source/1", HOST, Optional.empty())
                .text();
    }

    @Test
    void gzippedBody_isStoredUnpacked() {
        assertThat(putPacked(gzip(JSON.getBytes(StandardCharsets.UTF_8))).status())
                .as("written")
                .isIn(200, 201);
        assertThat(source()).as("byte for byte").isEqualTo(JSON);
    }

    @Test
    void gzippedBody_overTheRatio_isTooLarge() {
        byte[] blanks = (JSON + " ".repeat(3 << 20)).getBytes(StandardCharsets.UTF_8);

        assertThat(putPacked(gzip(blanks)).status())
                .as("three megabytes in three kilobytes")
                .isEqualTo(413);
    }

    @Test
    void gzippedBody_thatIsNone_isABadRequest() {
        assertThat(putPacked(JSON.getBytes(StandardCharsets.UTF_8)).status())
                .as("says gzip, is JSON")
                .isEqualTo(400);
    }

    @Test
    void chunkedBody_isPutTogether() {
        connection.send(RawHttp.lines(
                "PUT /movies/_doc/1 HTTP/1.1",
                "Host: localhost",
                "Content-Type: application/json",
                "Transfer-Encoding: chunked"));
        connection.send("9\r\n{\"title\":\r\n");
        connection.send("f\r\n\"Interstellar\"}\r\n0\r\n\r\n");

        assertThat(connection.receive("PUT").status()).as("written").isIn(200, 201);
        assertThat(source()).as("one document").isEqualTo(JSON);
    }

    @Test
    void announcedBody_isAskedFor() {
        connection.send(RawHttp.lines(
                "PUT /movies/_doc/1 HTTP/1.1",
                "Host: localhost",
                "Content-Type: application/json",
                "Expect: 100-continue",
                "Content-Length: " + JSON.length()));

        assertThat(connection.receive("PUT").status()).as("go on").isEqualTo(100);
        connection.send(JSON);
        assertThat(connection.receive("PUT").status()).as("written").isIn(200, 201);
    }

    @Test
    void announcedBody_thatIsTooLong_isRefusedUnread() {
        connection.send(RawHttp.lines(
                "PUT /movies/_doc/1 HTTP/1.1",
                "Host: localhost",
                "Content-Type: application/json",
                "Expect: 100-continue",
                "Content-Length: 5000000"));

        assertThat(connection.receive("PUT").status()).as("not sent at all").isEqualTo(413);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/json; charset=UTF-8",
                "application/json;charset=utf-8",
                "APPLICATION/JSON",
                "application/json; charset=ISO-8859-1",
                "application/x-ndjson",
                "application/vnd.elasticsearch+json; compatible-with=8"
            })
    void formsOfJson_areAllRead(String type) {
        Map<String, String> headers = type.contains("vnd")
                ? Map.of("Host", "localhost", "Content-Type", type, "Accept", type)
                : Map.of("Host", "localhost", "Content-Type", type);

        Answer answer = connection.exchange(
                "PUT", "/movies/_doc/1", headers, Optional.of("{\"é\":1}".getBytes(StandardCharsets.UTF_8)));

        assertThat(answer.status()).as(answer.text()).isIn(200, 201);
        assertThat(source()).as("always UTF-8").isEqualTo("{\"é\":1}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"cbor", "smile", "yaml"})
    void document_inAnotherFormat_isThereInAll(String format) {
        connection.exchange("PUT", "/movies/_doc/1", HOST, Optional.of(JSON.getBytes(StandardCharsets.UTF_8)));
        byte[] formatted = connection
                .exchange("GET", "/movies/_source/1?format=" + format, HOST, Optional.empty())
                .body();
        Map<String, String> headers = Map.of("Host", "localhost", "Content-Type", "application/" + format);

        Answer answer = connection.exchange("PUT", "/movies/_doc/1", headers, Optional.of(formatted));

        assertThat(answer.header("content-type")).as("the request's format").contains("application/" + format);
        assertThat(source()).as("what came as %s", format).isEqualTo(JSON);
    }

    @Test
    void ids_thatAreNoUtf8_becomeReplacementCharacters() {
        connection.exchange("PUT", "/ids/_doc/%ED%A0%80", HOST, Optional.of(JSON.getBytes(StandardCharsets.UTF_8)));

        assertThat(connection
                        .exchange("GET", "/ids/_doc/%3F", HOST, Optional.empty())
                        .status())
                .as("half of a surrogate pair is not the id [?]")
                .isEqualTo(404);
        assertThat(connection
                        .exchange("GET", "/ids/_doc/%ED%A0%80", HOST, Optional.empty())
                        .text())
                .as("as Elasticsearch reads such a path")
                .contains("\uFFFD");
    }
}
