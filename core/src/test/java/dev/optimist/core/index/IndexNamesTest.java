package dev.optimist.core.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.optimist.core.error.DocumentException;
import dev.optimist.core.error.ErrorKind;
import dev.optimist.core.error.IndexException;
import dev.optimist.core.error.IndexException.Lookup;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class IndexNamesTest {
    private static final String CHARACTERS =
            "must not contain the following characters [' ','\"','*',',','/','<','>','?','\\','|']";
    private static final String START = "must not start with '_', '-', or '+'";

    static Stream<Arguments> refused() {
        return Stream.of(
                Arguments.of("A", "must be lowercase"),
                Arguments.of("é".repeat(128), "index name is too long, (256 > 255)"),
                Arguments.of("_a", START),
                Arguments.of("-a", START),
                Arguments.of("+a", START),
                Arguments.of(".", "must not be '.' or '..'"),
                Arguments.of("..", "must not be '.' or '..'"),
                Arguments.of("a b", CHARACTERS),
                Arguments.of("a*", CHARACTERS),
                Arguments.of("a\\b", CHARACTERS),
                Arguments.of("a#b", "must not contain '#'"),
                Arguments.of("a:b", "must not contain ':'"),
                Arguments.of("", "must not be empty"));
    }

    @ParameterizedTest
    @MethodSource("refused")
    void requireCreatable_badName_saysWhatIsWrong(String name, String why) {
        assertThatExceptionOfType(IndexException.class)
                .isThrownBy(() -> IndexNames.requireCreatable(name))
                .satisfies(failure -> assertThat(failure.kind()).isEqualTo(ErrorKind.INVALID_INDEX_NAME))
                .satisfies(failure -> assertThat(failure.indexUuid()).isEqualTo("_na_"))
                .withMessage("Invalid index name [" + name + "], " + why);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "a-b_c+d", ".a", "1", "é", "a.b", "...", "名前"})
    void requireCreatable_goodName_passes(String name) {
        assertThatCode(() -> IndexNames.requireCreatable(name)).doesNotThrowAnyException();
    }

    @Test
    void notFound_plainName_bearsHowItWasLookedUp() {
        IndexException failure = (IndexException) IndexNames.notFound("a", Lookup.SINGLE_DOCUMENT);

        assertThat(failure.reason()).isEqualTo("no such index [a]");
        assertThat(failure.lookup()).isEqualTo(Lookup.SINGLE_DOCUMENT);
    }

    @Test
    void notFound_nameThatNoIndexCanHave_isABadRequest() {
        DocumentException underscore = IndexNames.notFound("_x", Lookup.EXPRESSION);
        DocumentException remote = IndexNames.notFound("a:b", Lookup.EXPRESSION);

        assertThat(underscore.reason()).isEqualTo("Invalid index name [_x], must not start with '_'.");
        assertThat(remote.kind()).isEqualTo(ErrorKind.ILLEGAL_ARGUMENT);
        assertThat(remote.reason())
                .isEqualTo("Cross-cluster calls are not supported in this context but remote indices were requested:"
                        + " [a:b]");
    }

    @Test
    void notFound_exclusionWithoutAWildcard_explainsItself() {
        assertThat(IndexNames.notFound("-x", Lookup.EXPRESSION).reason())
                .isEqualTo("no such index [-x] and if you intended to exclude this index, ensure that you use wildcards"
                        + " that include it before explicitly excluding it");
    }
}
