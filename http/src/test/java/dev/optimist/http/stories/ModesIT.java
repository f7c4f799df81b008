package dev.optimist.http.stories;

import static org.assertj.core.api.Assertions.assertThat;

import dev.optimist.http.testing.RawHttp;
import dev.optimist.http.testing.RawHttp.Answer;
import dev.optimist.http.testing.TestServer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code --api-compat} changes, for clients of other versions. */
class ModesIT {
    private static final String NINE = "application/vnd.elasticsearch+json;compatible-with=9";

    private static Answer send(TestServer server, String method, String path, String body, String... headers) {
        Map<String, String> all = new TreeMap<>(Map.of("Host", "localhost"));
        Stream.of(headers).map(line -> line.split(": ", 2)).forEach(header -> all.put(header[0], header[1]));
        try (RawHttp connection = RawHttp.connect(server.address())) {
            Optional<byte[]> bytes =
                    body.isEmpty() ? Optional.empty() : Optional.of(body.getBytes(StandardCharsets.UTF_8));
            return connection.exchange(method, path, all, bytes);
        }
    }

    @Test
    void mode6_versionOfAnUpdate_isACondition() {
        try (TestServer server = TestServer.start("--api-compat=6")) {
            send(server, "PUT", "/products/_doc/100", "{\"in_stock\":6}");
            String update = "/products/_update/100?version=1";

            Answer first = send(server, "POST", update, "{\"doc\":{\"in_stock\":5}}");
            Answer second = send(server, "POST", update, "{\"doc\":{\"in_stock\":5}}");

            assertThat(first.status()).as(first.text()).isEqualTo(200);
            assertThat(second.status()).as("the stock was changed meanwhile").isEqualTo(409);
            assertThat(second.text())
                    .as("the words of that time")
                    .contains(
                            "[_doc][100]: version conflict, current version [2] is different than the one provided [1]");
            assertThat(send(server, "PUT", "/products/_doc/100?version=2", "{}").status())
                    .as("index")
                    .isEqualTo(200);
            assertThat(send(server, "DELETE", "/products/_doc/100?version=2", "")
                            .status())
                    .as("delete, stale")
                    .isEqualTo(409);
            assertThat(send(server, "DELETE", "/products/_doc/100?version=3", "")
                            .status())
                    .as("delete")
                    .isEqualTo(200);
            assertThat(send(server, "POST", update + "&retry_on_conflict=3", "{\"doc\":{}}")
                            .text())
                    .as("a retry would be in vain")
                    .contains("can't provide both retry_on_conflict and a specific version");
        }
    }

    @Test
    void mode7_typeOfAMapping_isThatOfTheDocuments() {
        try (TestServer server = TestServer.start("--api-compat=7")) {
            send(server, "PUT", "/i?include_type_name=true", "{\"mappings\":{\"movie\":{}}}");
            send(server, "PUT", "/i/_doc/1", "{\"n\":1}");

            assertThat(send(server, "GET", "/i/movie/1", "").text()).contains("\"_type\":\"movie\"", "\"found\":true");
            assertThat(send(server, "GET", "/i/_all/1", "").text())
                    .as("any type")
                    .contains("\"_type\":\"movie\"", "\"found\":true");
            assertThat(send(server, "POST", "/i/_mget", "{\"ids\":[\"1\"]}").text())
                    .as("no type asked for")
                    .contains("\"_type\":\"movie\"");
            assertThat(send(server, "PUT", "/i/film/1", "{}").text())
                    .contains("Invalid type: expecting [movie] but got [film]");
        }
    }

    @Test
    void mode7_mappingOfATypeAlone_isShownUnderIt() {
        try (TestServer server = TestServer.start("--api-compat=7")) {
            send(server, "PUT", "/i?include_type_name=true", "{\"mappings\":{\"movie\":{}}}");

            assertThat(send(server, "GET", "/i/_mapping?include_type_name=true", "")
                            .text())
                    .isEqualTo("{\"i\":{\"mappings\":{\"movie\":{}}}}");
            assertThat(send(server, "GET", "/i/_mapping", "").text()).isEqualTo("{\"i\":{\"mappings\":{}}}");
        }
    }

    @Test
    void mode7_sizeOfAWriteByQuery_isItsFormerNameOfMaxDocs() {
        try (TestServer server = TestServer.start("--api-compat=7")) {
            send(server, "PUT", "/i/_doc/1", "{}");
            send(server, "PUT", "/i/_doc/2", "{}");

            Answer sized = send(server, "POST", "/i/_update_by_query?size=1", "");

            assertThat(sized.text()).contains("\"updated\":1");
            assertThat(sized.header("Warning").orElse(""))
                    .contains("Deprecated field [size] used, expected [max_docs] instead");
            assertThat(send(server, "POST", "/i/_update_by_query?size=1&max_docs=2", "")
                            .text())
                    .contains("[max_docs] set to two different values [1] and [2]");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"7", "8", "9"})
    void laterModes_versionOfAnUpdate_isRefused(String mode) {
        try (TestServer server = TestServer.start("--api-compat=" + mode)) {
            Answer answer = send(server, "POST", "/products/_update/100?version=1", "{\"doc\":{\"in_stock\":5}}");

            assertThat(answer.status()).as(answer.text()).isEqualTo(400);
            assertThat(answer.text()).as("points to what is to be used").contains("`if_seq_no` and `if_primary_term`");
        }
    }

    @ParameterizedTest
    @CsvSource({"6, 6.8.", "7, 7.17.", "8, 8.19.", "9, 9."})
    void root_inEachMode_namesItsVersion(String mode, String number) {
        try (TestServer server = TestServer.start("--api-compat=" + mode)) {
            assertThat(send(server, "GET", "/", "").text()).as("GET /").contains("\"number\" : \"" + number);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"8", "9"})
    void compatibleWith9_inModes8And9_isEchoed(String mode) {
        try (TestServer server = TestServer.start("--api-compat=" + mode)) {
            Answer answer = send(server, "PUT", "/i/_doc/1", "{\"n\":1}", "Accept: " + NINE, "Content-Type: " + NINE);

            assertThat(answer.status()).as(answer.text()).isEqualTo(201);
            assertThat(answer.header("content-type")).as("echoed").contains(NINE);
            assertThat(answer.text()).as("no mapping types").doesNotContain("_type");
        }
    }

    @Test
    void compatibleWith7_inMode9_isRefused() {
        try (TestServer server = TestServer.start("--api-compat=9")) {
            Answer answer = send(server, "GET", "/i/_doc/1", "", "Accept: " + NINE.replace("9", "7"));

            assertThat(answer.status()).as("two versions back").isEqualTo(400);
            assertThat(answer.text())
                    .as("says which there are")
                    .contains("Accept version must be either version 9 or 8, but found 7.");
        }
    }

    @Test
    void compatibleWith7_inMode8_readsTypesAndForgetsThem() {
        String seven = NINE.replace("9", "7");
        try (TestServer server = TestServer.start()) {
            Answer bulk = send(
                    server,
                    "POST",
                    "/_bulk",
                    """
                    {"index":{"_index":"i","_type":"movie","_id":"1"}}
                    {}
                    {"create":{"_index":"i","_type":"film","_id":"1"}}
                    {}
                    """,
                    "Accept: " + seven,
                    "Content-Type: " + seven.replace("json", "x-ndjson"));
            Answer mget = send(
                    server,
                    "POST",
                    "/i/_mget",
                    "{\"docs\":[{\"_type\":\"film\",\"_id\":\"1\"}]}",
                    "Accept: " + seven,
                    "Content-Type: " + seven);

            assertThat(bulk.text())
                    .as("one type, whatever it was called")
                    .contains("\"_type\":\"_doc\",\"status\":201", "\"_type\":\"_doc\",\"_id\":\"1\",\"status\":409");
            assertThat(mget.text()).as("found").contains("\"_type\":\"_doc\"", "\"found\":true");
        }
    }

    @Test
    void compatibleWith7_inMode8_bringsTypesBack() {
        String seven = NINE.replace("9", "7");
        try (TestServer server = TestServer.start()) {
            Answer put = send(server, "PUT", "/i/movie/1", "{\"n\":1}", "Accept: " + seven, "Content-Type: " + seven);
            Answer get = send(server, "GET", "/i/movie/1", "", "Accept: " + seven);

            assertThat(put.status()).as(put.text()).isEqualTo(201);
            assertThat(put.text()).as("the one type there is").endsWith("\"_type\":\"_doc\"}");
            assertThat(put.header("Warning").orElse("")).as("a warning").contains("[types removal]");
            assertThat(get.text()).as("found under any type").contains("\"_type\":\"_doc\"", "\"found\":true");
            assertThat(send(server, "GET", "/i/movie/1", "").status())
                    .as("no such path without the header")
                    .isEqualTo(400);
        }
    }
}
