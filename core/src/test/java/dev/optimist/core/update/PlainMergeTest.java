package dev.optimist.core.update;

import static org.assertj.core.api.Assertions.assertThat;

import dev.optimist.core.source.JsonMaps;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A merge of bytes writes what a merge of maps writes, or leaves it to that. */
class PlainMergeTest {
    private static final List<String> NAMES = List.of("a", "b", "c", "long_name", "ä€", "d", "a1", "e", "f");
    private static final List<String> TEXTS = List.of(
            "", "x", "two words", "ä€", "\uD83D\uDE00", "\"", "\\", "\n", "/", "\u2028", "\u007f", "}", "\uD7FF");
    private static final List<String> NUMBERS = List.of(
            "0", "-0", "7", "-12", "1.0", "1.50", "1e3", "123456789012345678", "1234567890123456789012", "2147483648");

    private static byte[] bytes(String json) {
        return json.getBytes(StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '\'',
            delimiter = '|',
            value = {
                "{\"a\":1,\"b\":\"x\"} | {\"a\":2} | {\"a\":2,\"b\":\"x\"}",
                "{\"a\":1,\"b\":\"x\"} | {\"b\":\"\",\"c\":null} | {\"a\":1,\"b\":\"\",\"c\":null}",
                "{} | {\"a\":true,\"b\":false} | {\"a\":true,\"b\":false}",
                "{\"a\":{\"b\":[1,{}]}} | {\"a\":0} | {\"a\":0}",
                "{\"a\":{\"b\":[1,{}]}} | {\"b\":0} | {\"a\":{\"b\":[1,{}]},\"b\":0}"
            })
    void merge_ofPlainObjects_changesTheValues(String source, String doc, String merged) {
        assertThat(PlainMerge.merge(bytes(source), bytes(doc))).asString().isEqualTo(merged);
    }

    @Test
    void merge_thatChangesNothing_isTheSourceItself() {
        byte[] source = bytes("{\"a\":1,\"b\":{\"c\":[]}}");
        assertThat(PlainMerge.merge(source, bytes("{\"a\":1}"))).isSameAs(source);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '\'',
            delimiter = '|',
            value = {
                "{\"a\":1 } | {\"b\":2}",
                "{ \"a\":1} | {\"b\":2}",
                "{\"a\": 1} | {\"b\":2}",
                "{\"a\":[1 ,2]} | {\"b\":2}",
                "{\"a\":1.0} | {\"b\":2}",
                "{\"a\":-0} | {\"b\":2}",
                "{\"a\":1E3} | {\"b\":2}",
                "{\"a\":\"\\u0041\"} | {\"b\":2}",
                "{\"a\":1} | {\"b\":{}}",
                "{\"a\":1} | {\"b\":[]}",
                "{\"a\":1} | {\"b\":1,\"b\":2}",
                "{\"a\":1} | {}"
            })
    void merge_ofOthers_isLeftToMaps(String source, String doc) {
        assertThat(PlainMerge.merge(bytes(source), bytes(doc))).isNull();
    }

    @Test
    void merge_ofAnyObjects_isThatOfMaps() {
        Random random = new Random(20_261_126);
        int plain = 0;
        for (int i = 0; i < 20_000; i++) {
            byte[] source = bytes(object(random, random.nextInt(5), random.nextInt(4) > 0));
            byte[] doc = bytes(object(random, 0, random.nextInt(4) > 0));
            byte[] merged = PlainMerge.merge(source, doc);
            if (merged != null) {
                plain++;
                Map<String, Object> expected = JsonMaps.read(source);
                boolean changed = Merge.into(expected, JsonMaps.read(doc));
                assertThat(merged)
                        .as("%s into %s", text(doc), text(source))
                        .asString(StandardCharsets.UTF_8)
                        .isEqualTo(text(JsonMaps.write(expected)));
                assertThat(merged != source).as("changed").isEqualTo(changed);
            }
        }
        assertThat(plain).as("otherwise this tests nothing").isGreaterThan(4_000);
    }

    private static String text(byte[] json) {
        return new String(json, StandardCharsets.UTF_8);
    }

    private static String object(Random random, int depth, boolean tame) {
        Map<String, String> members = new LinkedHashMap<>();
        for (int i = random.nextInt(5); i > 0; i--) {
            members.put(NAMES.get(random.nextInt(NAMES.size())), value(random, depth, tame));
        }
        List<String> written = new ArrayList<>();
        members.forEach((name, value) -> written.add(blank(random, tame) + "\"" + name + "\":" + value));
        return "{" + String.join(",", written) + blank(random, tame) + "}";
    }

    private static String blank(Random random, boolean tame) {
        return tame || random.nextInt(4) > 0 ? "" : " ";
    }

    private static String value(Random random, int depth, boolean tame) {
        return switch (random.nextInt(depth > 0 ? 7 : 5)) {
            case 0 -> "null";
            case 1 -> random.nextBoolean() ? "true" : "false";
            case 2 -> tame ? "" + random.nextInt(3) : NUMBERS.get(random.nextInt(NUMBERS.size()));
            case 3, 4 -> string(tame ? TEXTS.get(random.nextInt(4)) : TEXTS.get(random.nextInt(TEXTS.size())));
            case 5 -> object(random, depth - 1, tame);
            default -> "[" + value(random, depth - 1, tame) + "," + value(random, depth - 1, tame) + "]";
        };
    }

    /** As a generator writes it. */
    private static String string(String value) {
        String written = text(JsonMaps.write(Map.of("v", value)));
        return written.substring("{\"v\":".length(), written.length() - 1);
    }
}
