package dev.optimist.http.json;

import static org.assertj.core.api.Assertions.assertThat;

import dev.optimist.core.document.Source;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PathFilterTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a.b | {\"a.b\":1,\"a\":{\"b\":2,\"c\":3}} | {\"a.b\":1,\"a\":{\"b\":2}}",
                "l.x | {\"l\":[{\"x\":1,\"y\":2},{\"y\":3}]} | {\"l\":[{\"x\":1}]}",
                "a*c | {\"abc\":1,\"ac\":2,\"ab\":3} | {\"abc\":1,\"ac\":2}",
                "*.id | {\"a\":{\"id\":1,\"x\":2},\"id\":3} | {\"a\":{\"id\":1}}",
                "**.id | {\"a\":{\"b\":{\"id\":1}},\"x\":2} | {\"a\":{\"b\":{\"id\":1}}}",
            })
    void including_keepsWhatThePatternsName(String pattern, String source, String expected) {
        SourceFilter filter = new SourceFilter(true, List.of(pattern), List.of());

        assertThat(new String(DocumentAnswer.source(Output.JSON, Source.of(source), filter), StandardCharsets.UTF_8))
                .as("segments, stars and dots within names")
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"a*b*c, aXbYbZc, true", "*, '', true", "**, x, true", "a*, ba, false", "*a, ba, true", "a, ab, false"})
    void globMatches_stars_standForAnything(String pattern, String text, boolean expected) {
        assertThat(PathPattern.globMatches(pattern, text))
                .as(pattern + " on " + text)
                .isEqualTo(expected);
    }
}
