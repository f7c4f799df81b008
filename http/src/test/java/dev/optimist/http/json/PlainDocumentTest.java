package dev.optimist.http.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PlainDocumentTest {
    private static final int ROUNDS = 50_000;
    private static final List<String> NAMES =
            List.of("a", "b", "c d", "page", "_id", "_x", "", "a.b", "\\u0061", "é", "x".repeat(64), "x".repeat(65));
    private static final List<String> SCALARS = List.of(
            "1", "0", "-0", "-12.5", "01", "1.", ".5", "1e5", "+1", "-", "12345678901234567890", "9".repeat(80));
    private static final List<String> TEXTS = List.of(
            "\"\"",
            "\"A page\"",
            "\"\\n\\\"\\\\\"",
            "\"\\u00e9\"",
            "\"\\x\"",
            "\"é€😀\"",
            "\"\t\"",
            "\"\u007f\"",
            "'a'");
    private static final List<String> WORDS = List.of("true", "false", "null", "nul", "True", "NaN", "nulll", "");
    private static final List<String> BLANKS = List.of("", "", "", "", " ", "\n", "\t\r", "/* */", "\u000b", "#");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"page\":\"/page/00001\",\"views\":10,\"title\":\"A page of the site\"}",
                " { \"a\" : [ 1 , -2.5 , true , null , { \"a\" : \"é€\" } ] , \"b\" : { \"a\" : 0 } } \r\n"
            })
    void plainDocument_isRecognized(String document) {
        assertThat(PlainDocument.is(bytes(document), 0)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "[]",
                "1",
                "{}{}",
                "{}x",
                "{\"a\"}",
                "{\"a\":}",
                "{\"a\":1,}",
                "{\"a\":1,\"a\":2}",
                "{\"a\":{\"b\":1,\"b\":2}}",
                "{\"a\":[1,]}",
                "{\"a\":1",
                "{\"a\":\"x}",
                "{\"a.b\":1}",
                "{\"_id\":1}",
                "{\"\":1}",
                "{\"a\":01}",
                "{\"a\":tru}",
                "{\"a\":\"\\"
            })
    void anythingElse_isLeftToTheParser(String document) {
        assertThat(PlainDocument.is(bytes(document), 0)).isFalse();
    }

    @ParameterizedTest
    @EnumSource(ApiVersion.class)
    void whatIsRecognized_isWellFormedToTheParser(ApiVersion version) {
        Random random = new Random(7);
        int recognized = 0;
        for (int i = 0; i < ROUNDS; i++) {
            byte[] document = damaged(random, bytes(object(random, 0)));
            if (PlainDocument.is(document, 0)) {
                recognized++;
                assertThatCode(() -> DocumentBody.parseJson(document, 0, version, "1", /* quoteInErrors= */ true))
                        .as(new String(document, StandardCharsets.UTF_8))
                        .doesNotThrowAnyException();
            }
        }
        assertThat(recognized).as("enough to compare").isGreaterThan(ROUNDS / 20);
    }

    @Test
    void deepOrWideDocument_isLeftToTheParser() {
        assertThat(PlainDocument.is(bytes("{\"a\":".repeat(33) + "1" + "}".repeat(33)), 0))
                .isFalse();
        StringBuilder wide = new StringBuilder("{\"x\":0");
        for (int i = 0; i < 64; i++) {
            wide.append(",\"f").append(i).append("\":1");
        }
        assertThat(PlainDocument.is(bytes(wide.append('}').toString()), 0)).isFalse();
    }

    private static byte[] bytes(String document) {
        return document.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] damaged(Random random, byte[] document) {
        if (random.nextInt(4) == 0) {
            document[random.nextInt(document.length)] = (byte) random.nextInt(256);
        }
        return document;
    }

    private static String object(Random random, int depth) {
        StringBuilder object = new StringBuilder("{");
        for (int i = random.nextInt(4); i > 0; i--) {
            object.append(any(random, BLANKS))
                    .append('"')
                    .append(random.nextInt(3) == 0 ? any(random, NAMES) : "f" + random.nextInt(9))
                    .append("\":")
                    .append(value(random, depth))
                    .append(i == 1 && random.nextInt(20) > 0 ? "" : ",");
        }
        return object.append('}').append(any(random, BLANKS)).toString();
    }

    private static String value(Random random, int depth) {
        return switch (random.nextInt(depth > 3 ? 6 : 9)) {
            case 0 -> any(random, SCALARS);
            case 1 -> any(random, TEXTS);
            case 2 -> any(random, WORDS);
            case 3, 4 -> String.valueOf(random.nextInt());
            case 5 -> "\"text\"";
            case 6 -> "[" + value(random, depth + 1) + "," + value(random, depth + 1) + "]";
            default -> object(random, depth + 1);
        };
    }

    private static String any(Random random, List<String> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
