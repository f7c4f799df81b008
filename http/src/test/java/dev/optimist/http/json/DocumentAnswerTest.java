package dev.optimist.http.json;

import static org.assertj.core.api.Assertions.assertThat;

import dev.optimist.core.document.Absent;
import dev.optimist.core.document.Document;
import dev.optimist.core.document.DocumentState;
import dev.optimist.core.document.GetResult;
import dev.optimist.core.document.Outcome;
import dev.optimist.core.document.Source;
import dev.optimist.core.document.WriteResult;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class DocumentAnswerTest {
    private static final String DUNE =
            "{\"title\": \"Dune\", \"year\": 1984, \"tags\": [\"a\", \"b\"], \"o\": {\"x\": 1, \"y\": {\"z\": 2}}}";

    private static Output output(ApiVersion version) {
        return new Output(ContentType.JSON, "", false, false, false, FilterPath.ALL, version);
    }

    private static Output filtered(String filterPath) {
        return new Output(ContentType.JSON, "", false, false, false, FilterPath.parse(filterPath), ApiVersion.V8);
    }

    private static Output as(ContentType type) {
        return new Output(type, "", false, false, false, FilterPath.ALL, ApiVersion.V8);
    }

    private static final Output PRETTY =
            new Output(ContentType.JSON, "", /* pretty= */ true, false, false, FilterPath.ALL, ApiVersion.V8);

    private static Document document(String source) {
        return new Document(2, 1, 1, null, Source.of(source));
    }

    private static GetResult got(String source) {
        return new GetResult("g1", "1", document(source));
    }

    private static String get(Output output, GetResult result, SourceFilter filter) {
        return new String(DocumentAnswer.get(output, result, "_doc", filter), StandardCharsets.UTF_8);
    }

    private static WriteResult written(String id, Outcome outcome, DocumentState state) {
        return new WriteResult("g1", id, null, outcome, 2, 1, 1, 2, 1, state);
    }

    private static String write(Output output, WriteResult result, SourceFilter filter) {
        return new String(
                DocumentAnswer.write(output, result, "_doc", /* forcedRefresh= */ false, filter),
                StandardCharsets.UTF_8);
    }

    @Test
    void write_compact_isAsRecorded() {
        WriteResult result = written("1", Outcome.UPDATED, document("{}"));

        assertThat(write(Output.JSON, result, SourceFilter.NONE))
                .as("8")
                .isEqualTo(
                        "{\"_index\":\"g1\",\"_id\":\"1\",\"_version\":2,\"result\":\"updated\",\"_shards\":{\"total\":2,"
                                + "\"successful\":1,\"failed\":0},\"_seq_no\":1,\"_primary_term\":1}");
        assertThat(write(output(ApiVersion.V7), result, SourceFilter.NONE))
                .as("7: the type after the index")
                .startsWith("{\"_index\":\"g1\",\"_type\":\"_doc\",\"_id\":\"1\"");
        assertThat(write(output(ApiVersion.V8_AS_7), result, SourceFilter.NONE))
                .as("8 for a client of 7: the type at the end")
                .startsWith("{\"_index\":\"g1\",\"_id\":\"1\"")
                .endsWith("\"_primary_term\":1,\"_type\":\"_doc\"}");
    }

    @Test
    void write_aNoop_touchesNoCopy() {
        assertThat(write(Output.JSON, written("1", Outcome.NOOP, document("{}")), SourceFilter.NONE))
                .as("as recorded")
                .contains("\"result\":\"noop\",\"_shards\":{\"total\":0,\"successful\":0,\"failed\":0}");
    }

    @Test
    void write_anUpdateThatShowsTheSource_hasIt() {
        WriteResult result = written("1", Outcome.UPDATED, document("{\"n\":4,\"o\":{}}"));

        assertThat(write(Output.JSON, result, new SourceFilter(true, List.of("n"), List.of())))
                .as("filtered")
                .endsWith("\"_primary_term\":1,\"get\":{\"_seq_no\":1,\"_primary_term\":1,\"found\":true,"
                        + "\"_source\":{\"n\":4}}}");
    }

    @ParameterizedTest
    @EnumSource(ApiVersion.class)
    void write_byHandAndByGenerator_sayTheSame(ApiVersion version) {
        WriteResult result = written("é\uD83D\uDE00\"\\/\u0001\n\u007f ", Outcome.CREATED, document("{}"));
        Output plain = output(version);
        Output generated = new Output(
                ContentType.JSON, "", false, false, false, FilterPath.parse("*"), version); // everything, by generator

        assertThat(write(plain, result, SourceFilter.NONE))
                .as("characters that need care")
                .isEqualTo(write(generated, result, SourceFilter.NONE))
                .contains("\"é\\uD83D\\uDE00\\\"\\\\/\\u0001\\n\u007f \"");
        GetResult got = new GetResult("i", result.id(), new Document(9, 8, 7, "r\u00fc", Source.of("{\"a\":1}")));
        assertThat(get(plain, got, SourceFilter.ALL)).as("reads").isEqualTo(get(generated, got, SourceFilter.ALL));
        GetResult missing = new GetResult("i", "x", Absent.ABSENT);
        assertThat(get(plain, missing, SourceFilter.ALL))
                .as("missing")
                .isEqualTo(get(generated, missing, SourceFilter.ALL));
    }

    @Test
    void get_whole_keepsTheBytes() {
        String source = "{ \"foo\" :  \"bar\",\n  \"n\": 1.50, \"u\": \"\\u00e9\\/\" }";

        assertThat(get(Output.JSON, got(source), SourceFilter.ALL))
                .as("byte for byte")
                .isEqualTo(
                        "{\"_index\":\"g1\",\"_id\":\"1\",\"_version\":2,\"_seq_no\":1,\"_primary_term\":1,\"found\":true,"
                                + "\"_source\":" + source + "}");
    }

    @Test
    void get_missing_saysSo() {
        assertThat(get(Output.JSON, new GetResult("g1", "none", Absent.ABSENT), SourceFilter.ALL))
                .isEqualTo("{\"_index\":\"g1\",\"_id\":\"none\",\"found\":false}");
    }

    @Test
    void get_pretty_isWrittenAnew() {
        String source =
                "{ \"foo\" :  \"bar\",\n  \"n\": 1.50, \"e\": 1e3, \"u\": \"\\u00e9\\/\", \"o\": {}, \"a\": [], \"l\": [1, 2] }";

        assertThat(get(PRETTY, got(source), SourceFilter.ALL))
                .as("two spaces, a final newline, numbers as Elasticsearch writes them")
                .isEqualTo("""
                        {
                          "_index" : "g1",
                          "_id" : "1",
                          "_version" : 2,
                          "_seq_no" : 1,
                          "_primary_term" : 1,
                          "found" : true,
                          "_source" : {
                            "foo" : "bar",
                            "n" : 1.5,
                            "e" : 1000.0,
                            "u" : "é/",
                            "o" : { },
                            "a" : [ ],
                            "l" : [
                              1,
                              2
                            ]
                          }
                        }
                        """);
    }

    @Test
    void get_prettyNumbersOutOfRange_keepTheirValue() {
        assertThat(get(
                        PRETTY,
                        got("{\"n\":123456789012345678901234567890,\"d\":1.7976931348623157E400}"),
                        SourceFilter.ALL))
                .contains("\"n\" : 123456789012345678901234567890")
                .contains("\"d\" : 1.7976931348623157E400");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "o | '' | {\"o\":{\"x\":1,\"y\":{\"z\":2}}}",
                "t* | '' | {\"title\":\"Dune\",\"tags\":[\"a\",\"b\"]}",
                "'' | o,tags | {\"title\":\"Dune\",\"year\":1984}",
                "nope | '' | {}",
                "o.* | o.y | {\"o\":{\"x\":1}}",
                "o.y.z | '' | {\"o\":{\"y\":{\"z\":2}}}",
                "'' | o.y.z,t* | {\"year\":1984,\"o\":{\"x\":1}}",
                "title,year | '' | {\"title\":\"Dune\",\"year\":1984}",
            })
    void get_filtered_showsThatPart(String includes, String excludes, String expected) {
        SourceFilter filter = new SourceFilter(true, patterns(includes), patterns(excludes));

        assertThat(get(Output.JSON, got(DUNE), filter)).as("as recorded").endsWith("\"_source\":" + expected + "}");
    }

    private static List<String> patterns(String text) {
        return text.isEmpty() ? List.of() : List.of(text.split(",", -1));
    }

    @Test
    void get_filteredBefore8_hasTheOrderOfAMap() {
        assertThat(get(
                        output(ApiVersion.V7),
                        got("{ \"foo\" : \"bar\", \"n\": 1.50, \"e\": 1e3, \"u\": \"\\u00e9\\/\" }"),
                        new SourceFilter(true, List.of("*"), List.of())))
                .as("as recorded")
                .endsWith("\"_source\":{\"e\":1000.0,\"u\":\"é/\",\"foo\":\"bar\",\"n\":1.5}}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "_id,_source.title | {\"_id\":\"1\",\"_source\":{\"title\":\"Dune\"}}",
                "-_source | {\"_index\":\"g1\",\"_id\":\"1\",\"_version\":2,\"_seq_no\":1,\"_primary_term\":1,\"found\":true}",
                "**.z | {\"_source\":{\"o\":{\"y\":{\"z\":2}}}}",
                "nope | {}",
                "_source.*,-_source.o,-_source.t* | {\"_source\":{\"year\":1984}}",
                "found,-found | {}",
            })
    void get_filterPath_leavesThatPart(String filterPath, String expected) {
        assertThat(get(filtered(filterPath), got(DUNE), SourceFilter.ALL))
                .as("as recorded")
                .isEqualTo(expected);
    }

    @Test
    void get_filterPathEmpty_leavesAll() {
        assertThat(filtered("").plain()).as("no filter").isTrue();
    }

    @Test
    void get_noSource_omitsIt() {
        assertThat(get(Output.JSON, got(DUNE), SourceFilter.NONE)).doesNotContain("_source");
        assertThat(get(PRETTY, got(DUNE), SourceFilter.NONE)).doesNotContain("_source");
    }

    @Test
    void get_otherFormats_areAsRecorded() {
        GetResult result = new GetResult("g9", "1", new Document(4, 3, 1, null, Source.of("{\"foo\": \"bar\"}")));

        assertThat(get(as(ContentType.YAML), result, SourceFilter.ALL))
                .as("YAML")
                .isEqualTo("""
                        ---
                        _index: "g9"
                        _id: "1"
                        _version: 4
                        _seq_no: 3
                        _primary_term: 1
                        found: true
                        _source:
                          foo: "bar"
                        """);
        assertThat(base64(as(ContentType.CBOR), result))
                .as("CBOR")
                .isEqualTo("v2ZfaW5kZXhiZzljX2lkYTFoX3ZlcnNpb24EZ19zZXFfbm8DbV9wcmltYXJ5X3Rlcm0BZWZvdW5k9Wdfc291cmNl"
                        + "v2Nmb29jYmFy//8=");
        assertThat(base64(as(ContentType.SMILE), result))
                .as("SMILE")
                .isEqualTo("OikKBfqFX2luZGV4QWc5gl9pZEAxh192ZXJzaW9uyIZfc2VxX25vxoxfcHJpbWFyeV90ZXJtwoRmb3VuZCOGX3Nv"
                        + "dXJjZfqCZm9vQmJhcvv7");
    }

    @ParameterizedTest
    @EnumSource(ContentType.class)
    void get_halfASurrogatePair_isNoFailure(ContentType type) {
        assertThat(DocumentAnswer.get(
                        as(type), got("{\"s\": \"\\ud83d\"}"), "_doc", new SourceFilter(true, List.of("s"), List.of())))
                .as("accepted on the way in, so it has to come out")
                .isNotEmpty();
    }

    @Test
    void get_theDeepestDocument_isFilteredWithoutOverflow() {
        String deep = "{\"a\":" + "[".repeat(1_499) + "]".repeat(1_499) + "}";
        SourceFilter filter = new SourceFilter(true, List.of("a"), List.of());

        assertThat(get(output(ApiVersion.V7), got(deep), filter)).as("as a map").contains(deep);
        assertThat(get(PRETTY, got(deep), SourceFilter.ALL)).as("indented").contains("[ ]");
    }

    private static String base64(Output output, GetResult result) {
        return Base64.getEncoder().encodeToString(DocumentAnswer.get(output, result, "_doc", SourceFilter.ALL));
    }

    @Test
    void source_whole_isTheArrayItself() {
        Source source = Source.of(DUNE);

        assertThat(DocumentAnswer.source(Output.JSON, source, SourceFilter.ALL)).isSameAs(source.bytes());
        assertThat(new String(
                        DocumentAnswer.source(PRETTY, Source.of("{\"a\":1}"), SourceFilter.ALL),
                        StandardCharsets.UTF_8))
                .isEqualTo("{\n  \"a\" : 1\n}\n");
    }
}
