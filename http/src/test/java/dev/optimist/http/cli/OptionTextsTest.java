package dev.optimist.http.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OptionTextsTest {
    @Test
    void text_afterEqualsOrAsNextArgument_isTaken() {
        assertThat(read("--port=1", "--host", "::1", "--data", "-odd-").texts())
                .as("both ways; only an option's own name is no text")
                .isEqualTo(Map.of("port", "1", "host", "::1", "data", "-odd-"));
        assertThat(read("--data=a=b", "--log-file=").texts())
                .as("all after the first equals sign, also nothing")
                .isEqualTo(Map.of("data", "a=b", "log-file", ""));
    }

    @Test
    void flag_aloneOrWithText_isTaken() {
        assertThat(read("--http2", "--security", "false", "--port=1").texts())
                .as("alone it stands for true")
                .isEqualTo(Map.of("http2", "true", "security", "false", "port", "1"));
    }

    @Test
    void addresses_several_areJoined() {
        assertThat(read("--postgres-url=a", "--postgres-url", "b").texts())
                .as("in their order")
                .isEqualTo(Map.of("postgres-url", "a b"));
    }

    @Test
    void text_missing_isAProblem() {
        assertThat(read("--port", "--host=x", "--data").problems())
                .as("at the end, or before another option")
                .containsExactly("--port: expected <number> after it", "--data: expected <folder> after it");
        assertThat(read("--port", "--host", "x").problems())
                .as("another option's name is no text")
                .containsExactly("--port: expected <number> after it");
    }

    @Test
    void option_twice_isAProblem() {
        assertThat(read("--port=1", "--port", "2").problems())
                .as("which one was meant?")
                .containsExactly("--port: expected once, found [1] and [2]");
    }

    @Test
    void unknown_isAProblemOnce() {
        assertThat(read("--prot", "1", "2", "--x=y", "z").problems())
                .as("a word behind an unknown option is its text")
                .containsExactly(
                        "unknown option [--prot], did you mean [--port]?",
                        "unexpected argument [2]",
                        "unknown option [--x]",
                        "unexpected argument [z]");
    }

    @Test
    void words_areAskedFor() {
        assertThat(read("--port=1", "-h").helpAsked()).as("short").isTrue();
        assertThat(read("--help").helpAsked()).as("long").isTrue();
        assertThat(read("--data", "--help").helpAsked()).as("no folder's name").isTrue();
        assertThat(read("-V").versionAsked()).as("short").isTrue();
        assertThat(read("--version").versionAsked()).as("long").isTrue();
        assertThat(read().helpAsked()).as("nobody asked").isFalse();
    }

    private static OptionTexts read(String... arguments) {
        return OptionTexts.read(List.of(arguments));
    }
}
