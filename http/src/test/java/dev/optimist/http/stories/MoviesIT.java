package dev.optimist.http.stories;

import static org.assertj.core.api.Assertions.assertThat;

import dev.optimist.http.testing.RawHttp;
import dev.optimist.http.testing.RawHttp.Answer;
import dev.optimist.http.testing.TestServer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Stories B, C and E: what people type into curl, in modes 7 and 8. */
class MoviesIT {
    private static final String MOVIE = "/movies/_doc/109487";
    private static final String INTERSTELLAR =
            "{\"genre\":[\"IMAX\",\"Sci-Fi\"],\"title\":\"Interstellar\",\"year\":2014}";

    @Test
    void movie_mode7StaleRevision_conflictNamesBoth() {
        try (TestServer server = TestServer.start("--api-compat=7");
                Curl curl = new Curl(server, "Content-Type: application/json")) {
            writeOthers(curl, 5);
            for (int version = 1; version <= 5; version++) {
                curl.run("PUT", MOVIE, INTERSTELLAR);
            }
            assertThat(curl.run("GET", MOVIE + "?pretty").text())
                    .as("the document with its revision")
                    .isEqualTo("""
                            {
                              "_index" : "movies",
                              "_type" : "_doc",
                              "_id" : "109487",
                              "_version" : 5,
                              "_seq_no" : 9,
                              "_primary_term" : 1,
                              "found" : true,
                              "_source" : {
                                "genre" : [
                                  "IMAX",
                                  "Sci-Fi"
                                ],
                                "title" : "Interstellar",
                                "year" : 2014
                              }
                            }
                            """);
            String change = """

                    {
                        "genre": ["IMAX", "Sci-Fi"],
                      "title": "Interstellar 3",
                      "year": 2014
                    }""";
            Answer updated = curl.run("PUT", MOVIE + "?if_seq_no=9&if_primary_term=1", change);
            assertThat(updated.status()).as(updated.text()).isEqualTo(200);
            assertThat(updated.text())
                    .as("the next revision")
                    .isEqualTo("{\"_index\":\"movies\",\"_type\":\"_doc\",\"_id\":\"109487\",\"_version\":6,"
                            + "\"result\":\"updated\",\"_shards\":{\"total\":2,\"successful\":1,\"failed\":0},"
                            + "\"_seq_no\":10,\"_primary_term\":1}");

            Answer conflict = curl.run("PUT", MOVIE + "?if_seq_no=9&if_primary_term=1", change);
            assertThat(conflict.status()).as("the same condition again").isEqualTo(409);
            String error = "\"type\":\"version_conflict_engine_exception\",\"reason\":\"[109487]: version conflict,"
                    + " required seqNo [9], primary term [1]. current document has seqNo [10] and primary term [1]\","
                    + "\"index_uuid\":\"UUID\",\"shard\":\"0\",\"index\":\"movies\"";
            assertThat(conflict.text().replaceAll("\"index_uuid\":\"[^\"]{22}\"", "\"index_uuid\":\"UUID\""))
                    .as("both revisions, in the root cause and outside of it")
                    .isEqualTo("{\"error\":{\"root_cause\":[{" + error + "}]," + error + "},\"status\":409}");

            Answer typed =
                    curl.run("POST", MOVIE + "/_update?retry_on_conflict=5", "{\"doc\":{\"title\":\"Interstellar\"}}");
            assertThat(typed.status()).as(typed.text()).isEqualTo(200);
            assertThat(curl.run("GET", "/movies/_source/109487").text())
                    .as("the typed path updates")
                    .contains("\"title\":\"Interstellar\"");
        }
    }

    @Test
    void movie_mode8CurlWithoutContentType_isReadAsJson() {
        try (TestServer server = TestServer.start();
                Curl curl = new Curl(server, "Content-Type: application/x-www-form-urlencoded")) {
            writeOthers(curl, 6);
            assertThat(curl.run("PUT", MOVIE, INTERSTELLAR).status())
                    .as("curl's own content type")
                    .isEqualTo(201);
            assertThat(curl.run("GET", MOVIE + "?pretty").text())
                    .as("no types in version 8")
                    .contains("\"_seq_no\" : 6")
                    .doesNotContain("_type");
            String foo = "{\"genre\":[\"IMAX\",\"Sci-Fi\"],\"title\":\"Interstellar Foo\",\"year\":2014}";
            assertThat(curl.run("PUT", MOVIE + "?if_seq_no=6&if_primary_term=1", foo)
                            .status())
                    .as("the current revision")
                    .isEqualTo(200);

            Answer misspelled =
                    curl.run("PUT", MOVIE + "?if_sql_no=6&id_primary_term=1", "{\"title\":\"Interstellar Foo\"}");
            assertThat(misspelled.status()).as("misspelled").isEqualTo(400);
            assertThat(misspelled.text())
                    .as("says what was meant")
                    .contains("\"illegal_argument_exception\"")
                    .contains("request [/movies/_doc/109487] contains unrecognized parameters: [id_primary_term] -> did"
                            + " you mean [if_primary_term]?, [if_sql_no] -> did you mean [if_seq_no]?");
            assertThat(curl.run("GET", "/movies/_source/109487").text())
                    .as("nothing was written")
                    .isEqualTo(foo);

            Answer update = curl.run(
                    "POST",
                    "/movies/_update/109487?retry_on_conflict=5",
                    "{\"doc\":{\"title\":\"Interstellar Typooo\"}}");
            assertThat(update.status()).as(update.text()).isEqualTo(200);
        }
    }

    @Test
    void child_mode7WithRouting_keepsItAndConflicts() {
        try (TestServer server = TestServer.start("--api-compat=7");
                Curl curl = new Curl(server, "Content-Type: application/json")) {
            curl.run(
                    "PUT",
                    "/series",
                    "{\"mappings\":{\"properties\":{\"film_to_franchise\":{\"type\":\"join\",\"relations\":"
                            + "{\"franchise\":\"film\"}}}}}");
            writeOthers(curl, "series", 6);
            String child =
                    "{\"id\":\"260\",\"title\":\"Star Wars: Episode IV\",\"film_to_franchise\":{\"name\":\"film\",\"parent\":\"1\"}}";
            curl.run("PUT", "/series/_doc/260?routing=1", child);
            curl.run("PUT", "/series/_doc/260?routing=1", child);
            assertThat(curl.run("GET", "/series/_doc/260?routing=1").text())
                    .as("the routing stands behind the term")
                    .isEqualTo("{\"_index\":\"series\",\"_type\":\"_doc\",\"_id\":\"260\",\"_version\":2,\"_seq_no\":7,"
                            + "\"_primary_term\":1,\"_routing\":\"1\",\"found\":true,\"_source\":" + child + "}");

            try (Curl ndjson = new Curl(server, "Content-Type: application/x-ndjson")) {
                Answer conflict = ndjson.run("PUT", "/series/_doc/260?routing=1&if_seq_no=6&if_primary_term=1", child);
                assertThat(conflict.status()).as("a stale revision").isEqualTo(409);
                assertThat(conflict.text())
                        .as("both revisions")
                        .contains("required seqNo [6], primary term [1]. current document has seqNo [7] and primary"
                                + " term [1]");
            }
        }
    }

    private static void writeOthers(Curl curl, int count) {
        writeOthers(curl, "movies", count);
    }

    private static void writeOthers(Curl curl, String index, int count) {
        for (int i = 0; i < count; i++) {
            curl.run("PUT", "/" + index + "/_doc/other" + i, "{}");
        }
    }

    /** Sends what curl sends: its headers, and the content type that was given or is its own. */
    private record Curl(RawHttp connection, Map<String, String> headers) implements AutoCloseable {
        Curl(TestServer server, String contentType) {
            this(RawHttp.connect(server.address()), new LinkedHashMap<>());
            headers.put("Host", "localhost:" + server.address().getPort());
            headers.put("User-Agent", "curl/8.5.0");
            headers.put("Accept", "*/*");
            headers.put("Content-Type", contentType.substring("Content-Type: ".length()));
        }

        Answer run(String method, String path) {
            return connection.exchange(method, path, headers, Optional.empty());
        }

        Answer run(String method, String path, String body) {
            return connection.exchange(method, path, headers, Optional.of(body.getBytes(StandardCharsets.UTF_8)));
        }

        @Override
        public void close() {
            connection.close();
        }
    }
}
