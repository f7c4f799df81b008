package dev.optimist.http.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.optimist.core.document.Source;
import dev.optimist.core.error.ErrorKind;
import dev.optimist.core.error.RequestException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class UpdateBodyTest {
    private static UpdateBody parse(String body) {
        return UpdateBody.parse(body.getBytes(StandardCharsets.UTF_8), ContentType.JSON, ApiVersion.V8);
    }

    private static RequestException failure(String body) {
        RequestException failure = catchThrowableOfType(RequestException.class, () -> parse(body));
        return Objects.requireNonNull(failure, "the body was accepted");
    }

    @Test
    void parse_everyField_isRead() {
        UpdateBody body = parse("""
                {"doc": {"n": 1.50, "u": "\\u00e9"}, "upsert": {"a": [1, 2]}, "doc_as_upsert": "true",
                 "detect_noop": false, "scripted_upsert": true, "if_seq_no": "7", "if_primary_term": 2,
                 "_source": {"includes": ["a", "b"], "excludes": "c"}, "script": {"source": "x", "params": {"k": 4}}}
                """);

        assertThat(body.doc()).as("compact").isEqualTo(Source.of("{\"n\":1.5,\"u\":\"é\"}"));
        assertThat(body.upsert()).as("compact").isEqualTo(Source.of("{\"a\":[1,2]}"));
        assertThat(body.docAsUpsert()).as("a text passes").isTrue();
        assertThat(body.detectNoop()).as("detect_noop").isFalse();
        assertThat(body.scriptedUpsert()).as("scripted_upsert").isTrue();
        assertThat(body.ifSeqNo()).as("a text passes").isEqualTo(7);
        assertThat(body.ifPrimaryTerm()).as("if_primary_term").isEqualTo(2);
        assertThat(body.sourceFilter())
                .as("_source")
                .isEqualTo(new SourceFilter(true, List.of("a", "b"), List.of("c")));
        assertThat(body.script()).as("script").isEqualTo(Map.of("source", "x", "params", Map.of("k", 4)));
    }

    @Test
    void parse_anEmptyObject_hasTheDefaults() {
        assertThat(parse("{}")).as("nothing given").isEqualTo(UpdateBody.EMPTY);
    }

    @Test
    void parse_aScriptAsText_isItsSource() {
        assertThat(parse("{\"script\": \"ctx._source.n++\"}").script())
                .as("the short form")
                .isEqualTo(Map.of("source", "ctx._source.n++"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"n\": 5} | [1:2] [UpdateRequest] unknown field [n]",
                "{\"doc\": {\"n\": 1}, \"upsrt\": {}} | [1:19] [UpdateRequest] unknown field [upsrt] did you mean [upsert]?",
                "{\"docs\": {}} | [1:2] [UpdateRequest] unknown field [docs] did you mean [doc]?",
                "{\"doc\": 5} | [1:9] [UpdateRequest] doc doesn't support values of type: VALUE_NUMBER",
                "{\"doc\": null} | [1:9] [UpdateRequest] doc doesn't support values of type: VALUE_NULL",
                "[1] | [1:1] [UpdateRequest] Expected START_OBJECT but was: START_ARRAY",
                "{\"doc_as_upsert\": 1} | [1:19] [UpdateRequest] doc_as_upsert doesn't support values of type: VALUE_NUMBER",
                "{\"if_seq_no\": -1} | [1:15] [UpdateRequest] failed to parse field [if_seq_no]",
                "{\"doc\": {\"a\": 1,}} | [1:15] [UpdateRequest] failed to parse field [doc]",
            })
    void parse_malformed_failsWithTheRecordedText(String body, String reason) {
        RequestException failure = failure(body);

        assertThat(failure.reason()).as("reason").isEqualTo(reason);
        assertThat(failure.kind()).as("type").isEqualTo(ErrorKind.X_CONTENT_PARSE);
    }

    @Test
    void parse_cutOff_isAnEndOfFile() {
        RequestException failure = failure("{\"doc\":");

        assertThat(failure.kind()).as("type").isEqualTo(ErrorKind.X_CONTENT_EOF);
        assertThat(failure.reason()).as("reason").isEqualTo("[1:8] Unexpected end of file");
        assertThat(failure.getCause())
                .as("cause")
                .hasMessage("Unexpected end-of-input within/between Object entries\n"
                        + " at [Source: (byte[])\"{\"doc\":\"; line: 1, column: 8]");
    }

    @Test
    void parse_cutOffBefore8_isTheParsersOwn() {
        RequestException failure = catchThrowableOfType(
                RequestException.class,
                () -> UpdateBody.parse("{\"doc\":".getBytes(StandardCharsets.UTF_8), ContentType.JSON, ApiVersion.V7));

        assertThat(failure)
                .as("as recorded")
                .hasMessage("Unexpected end-of-input within/between Object entries\n at [Source:"
                        + " (org.elasticsearch.common.io.stream.ByteBufferStreamInput); line: 1, column: 8]");
    }

    @Test
    void parse_aNegativeSeqNo_saysWhy() {
        assertThat(failure("{\"if_seq_no\": -1}").getCause())
                .as("the cause")
                .hasMessage("sequence numbers must be non negative. got [-1].");
        assertThat(parse("{\"if_seq_no\": -2}").ifSeqNo()).as("stands for none").isEqualTo(-2);
    }
}
