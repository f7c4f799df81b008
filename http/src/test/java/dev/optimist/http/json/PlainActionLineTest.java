package dev.optimist.http.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.optimist.core.error.RequestException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PlainActionLineTest {
    private static final BulkAction.Defaults DEFAULTS =
            new BulkAction.Defaults("i", "_doc", "r", "p", null, true, true, true);

    private static final List<String> ACTIONS =
            List.of("\"index\"", "\"create\"", "\"update\"", "\"delete\"", "\"upsert\"", "\"\"", "index", "1");
    private static final List<String> KEYS =
            List.of("\"_index\"", "\"_id\"", "\"routing\"", "\"_routing\"", "\"version\"", "\"_\\u0069d\"", "\"\"");
    private static final List<String> VALUES = List.of(
            "\"a\"",
            "\"a b\"",
            "\"\"",
            "\"{}:,\"",
            "\"\\\"\"",
            "\"\\n\"",
            "\"\\u0041\"",
            "\"\t\"",
            "\"\u007f\"",
            "\"é\"",
            "\"😀\"",
            "\"" + "x".repeat(512) + "\"",
            "\"" + "x".repeat(513) + "\"",
            "\"" + "x".repeat(70_000) + "\"",
            "1",
            "null",
            "true",
            "[]",
            "{}");
    private static final List<String> BLANKS =
            List.of("", "", "", "", " ", "  ", "\t", "\r", "\u000b", "\u00a0", "/* */");
    private static final List<String> ENDS = List.of("", "", "", "", "", "\r", " ", "}", "x", ",", "\u0000");

    private static byte[] bytes(String line) {
        return line.getBytes(StandardCharsets.UTF_8);
    }

    private static @Nullable BulkAction plain(String line) {
        byte[] bytes = bytes(line);
        return PlainActionLine.read(bytes, 0, bytes.length, DEFAULTS);
    }

    /** A line that is mostly well formed and mostly plain. */
    private static String line(Random random) {
        StringBuilder line = new StringBuilder();
        append(line, random, "{", any(random, ACTIONS, 4), ":", "{");
        int keys = random.nextInt(4);
        for (int key = 0; key < keys; key++) {
            append(line, random, any(random, KEYS, 3), ":", any(random, VALUES, 4));
            append(line, random, key < keys - 1 || random.nextInt(20) == 0 ? "," : "");
        }
        append(line, random, "}", "}");
        return damaged(line.append(any(random, ENDS, 5)), random);
    }

    /** One of the choices; more often one of the first, which are plain. */
    private static String any(Random random, List<String> choices, int plain) {
        return choices.get(random.nextInt(random.nextInt(4) == 0 ? choices.size() : plain));
    }

    private static void append(StringBuilder line, Random random, String... tokens) {
        for (String token : tokens) {
            line.append(token).append(any(random, BLANKS, 5));
        }
    }

    private static String damaged(StringBuilder line, Random random) {
        if (random.nextInt(5) == 0) {
            line.deleteCharAt(random.nextInt(line.length()));
        }
        return line.toString();
    }

    @Test
    void read_anyLine_isReadAsTheParserReadsItOrLeftToIt() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);

        long plain = IntStream.range(0, 50_000)
                .mapToObj(n -> line(random))
                .filter(line -> plain(line) != null)
                .peek(line -> assertReadAlike(line, seed))
                .count();

        assertThat(plain).as("lines that were plain, of 50,000").isGreaterThan(5_000);
    }

    private static void assertReadAlike(String line, long seed) {
        for (ApiVersion version : ApiVersion.values()) {
            BulkActionReader reader = new BulkActionReader(DEFAULTS, ContentType.NDJSON, version);
            assertThat(plain(line))
                    .as("%s in %s, seed %d", line, version, seed)
                    .isEqualTo(reader.parse(bytes(line), 0, bytes(line).length, 1));
            assertThat(reader.unclosed() || reader.typed())
                    .as("%s in %s says more than its action, seed %d", line, version, seed)
                    .isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"index\":{}}",
                "{\"delete\":{\"_id\":\"\"}}",
                "{\"index\":{\"_index\":\"x\",\"_id\":\"1\"}}",
                "{ \"create\" : { \"_id\" : \"a b\" , \"_index\":\"x\",\"routing\":\"r\" } } \r"
            })
    void read_plainLine_isRead(String line) {
        assertThat(plain(line)).as(line).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "{\"index\":{\"_id\":1}}",
                "{\"index\":{\"_id\":\"é\"}}",
                "{\"index\":{\"_id\":\"a\\\\\"}}",
                "{\"index\":{\"_id\":\"1\",\"_id\":\"2\"}}",
                "{\"index\":{\"_id\":\"1\",}}",
                "{\"index\":{\"_id\":\"1\"}",
                "{\"index\":{\"_id\":\"1\"}} x",
                "{\"index\":{},\"delete\":{}}",
                "{\"index\":{\"version\":1}}",
                "{\"upsert\":{}}"
            })
    void read_lineThatIsNotPlain_isLeftToTheParser(String line) {
        assertThat(plain(line)).as(line).isNull();
    }

    @Test
    void read_textOfABinaryRequest_isRefusedAsTheParserRefusesIt() {
        byte[] line = bytes("{\"index\":{}}");
        BulkActionReader reader = new BulkActionReader(DEFAULTS, ContentType.SMILE, ApiVersion.V8);

        assertThatThrownBy(() -> reader.read(line, 0, line.length, 1))
                .as("JSON where SMILE was announced")
                .isInstanceOf(RequestException.class);
    }
}
