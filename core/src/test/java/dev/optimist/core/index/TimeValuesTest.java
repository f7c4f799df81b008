package dev.optimist.core.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TimeValuesTest {
    @ParameterizedTest
    @CsvSource({
        "60s,PT1M",
        "1d,PT24H",
        "2h,PT2H",
        "3m,PT3M",
        "250ms,PT0.25S",
        "7micros,PT0.000007S",
        "9nanos,PT0.000000009S",
        "0,PT0S",
        "-1,PT-0.001S",
        "' 5S ',PT5S"
    })
    void parse_aTimeValue_isItsDuration(String text, Duration value) {
        assertThat(TimeValues.parse(text)).isEqualTo(value);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "s",
                "-",
                "abc",
                "100",
                "1.5s",
                "5 s",
                "-5s",
                "9223372036854775807d",
                "9223372036854775807s",
                "9223372036854775807micros",
                "9223372036854775808ms"
            })
    void parse_anythingElse_isRefused(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TimeValues.parse(text))
                .withMessage("not a time value: " + text);
    }
}
