package dev.optimist.http.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class PrintedProgressTest {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private Instant now = Instant.parse("2026-11-25T21:00:00Z");

    private final Clock clock = new Clock() {
        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    };

    @Test
    void elsewhere_workOfAMinute_isALineNowAndThenWithItsEnd() {
        PrintedProgress progress = progress(/* terminal= */ false);
        for (int done = 0; done <= 60; done++) {
            progress.at("copying", done, 60);
            now = now.plus(Duration.ofSeconds(1));
        }

        assertThat(printed().lines())
                .hasSize(13)
                .startsWith("copying: 0 %", "copying: 8 %, ends at about 21:01:00")
                .endsWith("copying: done in 60.0 s");
    }

    @Test
    void onTerminal_oneLineIsWrittenOver() {
        PrintedProgress progress = progress(/* terminal= */ true);
        progress.at("copying", 0, 10);
        now = now.plus(Duration.ofSeconds(1));
        progress.at("copying", 5, 10);
        progress.at("copying", 6, 10);
        now = now.plus(Duration.ofSeconds(1));
        progress.at("copying", 10, 10);

        assertThat(printed())
                .isEqualTo("\r\u001b[Kcopying: 0 %\r\u001b[Kcopying: 50 %, ends at about 21:00:02"
                        + "\r\u001b[Kcopying: done in 2.0 s\n");
    }

    @Test
    void unknownTotal_isTheTimeSoFar() {
        PrintedProgress progress = progress(/* terminal= */ false);
        progress.at("waiting for the server", 0, 0);

        assertThat(printed()).isEqualTo("waiting for the server: 0 s so far\n");
    }

    private PrintedProgress progress(boolean terminal) {
        return new PrintedProgress(new PrintStream(bytes, false, StandardCharsets.UTF_8), terminal, clock);
    }

    private String printed() {
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
