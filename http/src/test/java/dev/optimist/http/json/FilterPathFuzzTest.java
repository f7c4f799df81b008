package dev.optimist.http.json;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.optimist.core.document.Source;
import dev.optimist.core.fuzz.SeedCorpus;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Any text as {@code filter_path} and as patterns of a source filter: what is left is well-formed, and no more than there
 * was.
 */
public class FilterPathFuzzTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Map<String, Object> ANSWER = Map.of(
            "_index",
            "i",
            "found",
            true,
            "_source",
            Map.of("a", List.of(1, Map.of("b", "c"), List.of()), "d", Map.of("e", Map.of()), "a.b", 7));
    private static final byte[] WHOLE = AnswerWriter.write(output(FilterPath.ALL, /* pretty= */ false), ANSWER);

    @TestFactory
    Stream<DynamicTest> seeds() {
        return SeedCorpus.tests(FilterPathFuzzTest.class, FilterPathFuzzTest::fuzzerTestOneInput);
    }

    public static void fuzzerTestOneInput(byte[] input) throws Exception {
        String text = new String(input, StandardCharsets.UTF_8);
        byte[] filtered = AnswerWriter.write(output(FilterPath.parse(text), /* pretty= */ false), ANSWER);
        require(filtered, text);
        JSON.readTree(AnswerWriter.write(output(FilterPath.parse(text), /* pretty= */ true), ANSWER));
        List<String> patterns = Arrays.asList(text.split(",", -1));
        require(source(new SourceFilter(true, patterns, List.of())), text);
        require(source(new SourceFilter(true, List.of(), patterns)), text);
    }

    private static byte[] source(SourceFilter filter) {
        Output plain = output(FilterPath.ALL, /* pretty= */ false);
        return AnswerWriter.write(plain, generator -> filter.write(plain, new Source(WHOLE), generator));
    }

    private static void require(byte[] filtered, String text) throws Exception {
        JSON.readTree(filtered);
        if (filtered.length > WHOLE.length) {
            throw new AssertionError(
                    "[" + text + "] leaves more than there was: " + new String(filtered, StandardCharsets.UTF_8));
        }
    }

    private static Output output(FilterPath filter, boolean pretty) {
        ContentNegotiation formats = ContentNegotiation.json(ApiVersion.V8);
        return new Output(formats.answer(), formats.mediaType(), pretty, false, false, filter, formats.version());
    }
}
