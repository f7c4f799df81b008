package dev.optimist.http.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.optimist.core.document.Source;
import dev.optimist.core.error.ErrorKind;
import dev.optimist.core.error.RequestException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class DocumentBodyTest {
    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] latin1(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static RequestException failure(byte[] body, ApiVersion version) {
        RequestException failure = catchThrowableOfType(
                RequestException.class, () -> DocumentBody.validate(body, ContentType.JSON, version, "1"));
        return Objects.requireNonNull(failure, "the body was accepted");
    }

    private static String at(String body, int column) {
        return "\n at [Source: (byte[])\"" + body + "\"; line: 1, column: " + column + "]";
    }

    static Stream<Arguments> recorded() {
        String cut = "{\"foo\": \"bar\"";
        String comma = "{\"foo\": 1,}";
        String quotes = "{'foo': 'bar'}";
        String twice = "{\"o\": {\"a\": 1, \"a\": 2}}";
        String words = "was expecting (JSON String, Number, Array, Object or token 'null', 'true' or 'false')";
        return Stream.of(
                arguments("[1, 2]", "Malformed content, must start with an object"),
                arguments("null", "Malformed content, must start with an object"),
                arguments("  \n", "Malformed content, must start with an object"),
                arguments(cut, "[1:9] failed to parse: [1:14] Unexpected end of file"),
                arguments("hello", "[1:6] [1:6] Unrecognized token 'hello': " + words + at("hello", 6)),
                arguments(
                        comma,
                        "[1:9] failed to parse: [1:11] Unexpected character ('}' (code 125)): was expecting"
                                + " double-quote to start field name" + at(comma, 11)),
                arguments(
                        "{\"foo\": 1} x", "[1:13] [1:13] Unrecognized token 'x': " + words + at("{\"foo\": 1} x", 13)),
                arguments(
                        quotes,
                        "[1:1] failed to parse: [1:2] Unexpected character (''' (code 39)): was expecting double-quote"
                                + " to start field name" + at(quotes, 2)),
                arguments(twice, "[1:13] failed to parse: [1:19] Duplicate field 'a'" + at(twice, 19)),
                arguments("{\"\": 1}", "[1:2] failed to parse: field name cannot be an empty string"),
                arguments("{\".\": 1}", "[1:2] failed to parse: field name cannot contain only dots"),
                arguments(
                        "{\"_id\": \"x\"}",
                        "[1:9] failed to parse field [_id] of type [_id] in document with id '1'. Preview of field's"
                                + " value: 'x'"),
                arguments(
                        "{\"_source\": {\"x\": 1}}",
                        "[1:20] failed to parse field [_source] of type [_source] in document with id '1'. Preview of"
                                + " field's value: '{x=1}'"),
                arguments(
                        "{\"foo\": \"a\u0001b\"}",
                        "[1:9] failed to parse field [foo] of type [text] in document with id '1'. Preview of field's"
                                + " value: ''"));
    }

    @ParameterizedTest
    @MethodSource("recorded")
    void validate_aMalformedBody_failsWithTheRecordedText(String body, String reason) {
        RequestException failure = failure(utf8(body), ApiVersion.V8);

        assertThat(failure.reason()).as("reason").isEqualTo(reason);
        assertThat(failure.kind()).as("type").isEqualTo(ErrorKind.DOCUMENT_PARSING);
    }

    static Stream<Arguments> recordedLegacy() {
        String tail = "\n at [Source: (ByteArrayInputStream); line: 1, column: ";
        String name = "was expecting double-quote to start field name";
        return Stream.of(
                arguments(
                        "{\"foo\": \"bar\"",
                        ErrorKind.JSON_EOF,
                        "Unexpected end-of-input: expected close marker for Object (start marker at [Source:"
                                + " (ByteArrayInputStream); line: 1, column: 1])" + tail + "14]"),
                arguments(
                        "{\"foo\": 1,}",
                        ErrorKind.JSON_PARSE,
                        "Unexpected character ('}' (code 125)): " + name + tail + "12]"),
                arguments(
                        "{'foo': 'bar'}",
                        ErrorKind.JSON_PARSE,
                        "Unexpected character (''' (code 39)): " + name + tail + "3]"),
                arguments("{\"o\": {\"a\": 1, \"a\": 2}}", ErrorKind.JSON_PARSE, "Duplicate field 'a'" + tail + "19]"),
                arguments("{\"\": 1}", ErrorKind.ILLEGAL_ARGUMENT, "field name cannot be an empty string"),
                arguments(
                        "[1, 2]",
                        ErrorKind.NOT_X_CONTENT,
                        "Compressor detection can only be called on some xcontent bytes or compressed xcontent bytes"),
                arguments(
                        "{\"a\": 1}{\"b\": 2}",
                        ErrorKind.ILLEGAL_ARGUMENT,
                        "Malformed content, found extra data after parsing: START_OBJECT"));
    }

    @ParameterizedTest
    @MethodSource("recordedLegacy")
    void validate_aMalformedBodyBefore8_saysSoInTheCause(String body, ErrorKind kind, String reason) {
        RequestException failure = failure(utf8(body), ApiVersion.V7);

        assertThat(failure.kind()).as("type").isEqualTo(ErrorKind.MAPPER_PARSING);
        assertThat(failure.reason()).as("reason").isEqualTo("failed to parse");
        assertThat(failure.getCause()).isInstanceOfSatisfying(RequestException.class, cause -> {
            assertThat(cause.kind()).as("type of the cause").isEqualTo(kind);
            assertThat(cause.reason()).as("reason of the cause").isEqualTo(reason);
        });
    }

    @Test
    void validate_cutOff_causesNameWhatTheParserSaid() {
        RequestException failure = failure(utf8("{\"foo\": \"bar\""), ApiVersion.V8);

        RequestException end = (RequestException) Objects.requireNonNull(failure.getCause());
        assertThat(end.kind()).as("first cause").isEqualTo(ErrorKind.X_CONTENT_EOF);
        assertThat(end.getCause())
                .as("second cause")
                .hasMessage("Unexpected end-of-input: expected close marker for Object (start marker at [Source:"
                        + " (byte[])\"{\"foo\": \"bar\"\"; line: 1, column: 1])"
                        + at("{\"foo\": \"bar\"", 14));
    }

    @Test
    void validate_aSecondValue_isAnArgument() {
        RequestException failure = failure(utf8("{\"foo\": 1}{\"bar\": 2}"), ApiVersion.V8);

        assertThat(failure.kind()).as("not wrapped").isEqualTo(ErrorKind.ILLEGAL_ARGUMENT);
        assertThat(failure.reason())
                .as("what is there")
                .isEqualTo("Malformed content, found extra data after parsing: START_OBJECT");
    }

    @Test
    void validate_metadata_showsTheRule() {
        RequestException failure = failure(utf8("{\"_source\": {\"x\": 1}}"), ApiVersion.V8);

        assertThat(failure.getCause())
                .as("where the value starts")
                .hasMessage("[1:13] Field [_source] is a metadata field and cannot be added inside a document."
                        + " Use the index API request parameters.");
    }

    @Test
    void validate_invalidUtf8_isRefused() {
        assertThat(failure(latin1("{\"foo\": \"\u00ff\u00fe\"}"), ApiVersion.V8).reason())
                .as("a byte that starts nothing")
                .startsWith("[1:9] failed to parse: [1:11] Invalid UTF-8 start byte 0xff");
        assertThat(failure(latin1("{\"foo\": \"a\u0080 \"}"), ApiVersion.V8).reason())
                .as("a lone continuation")
                .startsWith("[1:9] failed to parse: [1:12] Invalid UTF-8 start byte 0x80");
    }

    @Test
    void validate_utf16_isRefused() {
        assertThat(failure("{\"a\":1}".getBytes(StandardCharsets.UTF_16BE), ApiVersion.V8)
                        .kind())
                .as("sources are UTF-8")
                .isEqualTo(ErrorKind.DOCUMENT_PARSING);
    }

    @Test
    void validate_tooDeep_isRefused() {
        byte[] deep = utf8("{\"a\":" + "[".repeat(1_200) + "]".repeat(1_200) + "}");

        assertThat(failure(deep, ApiVersion.V8).reason())
                .as("over 1000 levels")
                .isEqualTo("[1:1005] failed to parse: Document nesting depth (1001) exceeds the maximum allowed"
                        + " (1000, from `StreamReadConstraints.getMaxNestingDepth()`)");
        assertThatCode(() -> DocumentBody.validate(deep, ContentType.JSON, ApiVersion.V7, "1"))
                .as("7 knows no such limit")
                .doesNotThrowAnyException();
    }

    @Test
    void validate_overLongNumberOrName_isRefused() {
        assertThat(failure(utf8("{\"a\":" + "1".repeat(1_200) + "}"), ApiVersion.V8)
                        .reason())
                .as("number")
                .contains("Number value length (1200) exceeds the maximum allowed (1000");
        assertThat(failure(utf8("{\"" + "a".repeat(60_000) + "\":1}"), ApiVersion.V8)
                        .reason())
                .as("name")
                .contains("Name length (60000) exceeds the maximum allowed (50000");
    }

    @Test
    void validate_empty_needsABody() {
        RequestException failure = failure(new byte[0], ApiVersion.V8);

        assertThat(failure.kind()).as("type").isEqualTo(ErrorKind.PARSE);
        assertThat(failure.reason()).as("reason").isEqualTo("request body is required");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"foo\": 1 /* c */}",
                "/* c */ {\"foo\": 1}",
                "{\"s\": \"\\ud83d\"}",
                "{\"nulv\": \"a\\u0000b\"}",
                "{\"_whatever\": 1}",
                "{\"o\": {\"_id\": 1}}",
                "{\"_id\": []}",
                "{\"p.q\": 1}",
                "{\"n\": 123456789012345678901234567890, \"d\": 1.7976931348623157E400}",
                " {\"a\": [1, {\"a\": null}, [], true]} \n",
            })
    void validate_whatElasticsearchAccepts_isKeptByteForByte(String body) {
        byte[] bytes = utf8(body);

        assertThat(DocumentBody.validate(bytes, ContentType.JSON, ApiVersion.V8, "1")
                        .bytes())
                .as("the very array")
                .isSameAs(bytes);
    }

    @Test
    void validate_aByteOrderMark_isLeftOut() {
        assertThat(source("\uFEFF{\"foo\": \"bar\"}", ContentType.JSON))
                .as("JSON has none")
                .isEqualTo("{\"foo\": \"bar\"}");
    }

    private static String source(String body, ContentType type) {
        Source source = DocumentBody.validate(utf8(body), type, ApiVersion.V8, "1");
        return source.toString();
    }

    @Test
    void validate_yaml_becomesJson() {
        assertThat(source("foo: bar\nn: 1\n", ContentType.YAML)).as("compact").isEqualTo("{\"foo\":\"bar\",\"n\":1}");
    }

    @Test
    void validate_cborAndSmile_becomeJson() throws Exception {
        for (ContentType type : new ContentType[] {ContentType.CBOR, ContentType.SMILE}) {
            byte[] body = AnswerWriter.write(
                    new Output(type, "", false, false, false, FilterPath.ALL, ApiVersion.V8), Map.of("foo", "bar"));

            assertThat(DocumentBody.validate(body, type, ApiVersion.V8, "1").toString())
                    .as(type.name())
                    .isEqualTo("{\"foo\":\"bar\"}");
        }
    }

    @Test
    void validate_withoutQuotes_hidesTheBody() {
        @Nullable
        RequestException failure = catchThrowableOfType(
                RequestException.class,
                () -> DocumentBody.validate(
                        utf8("{\"secret\": 1,}"), ContentType.JSON, ApiVersion.V8, "1", /* quoteInErrors= */ false));

        assertThat(failure).hasMessageNotContaining("secret").hasMessageContaining("[Source: REDACTED");
    }

    @Test
    void validate_anotherLine_isCounted() {
        assertThat(failure(utf8("{\n\"a\": 1,\n\"b\" 2}"), ApiVersion.V8).reason())
                .as("line and column")
                .startsWith("[3:1] failed to parse: [3:5] Unexpected character ('2' (code 50)): was expecting a colon");
    }
}
