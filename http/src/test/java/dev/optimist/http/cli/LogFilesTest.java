package dev.optimist.http.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.rolling.SizeAndTimeBasedRollingPolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogFilesTest {
    private static final long DAY_MILLIS = 86_400_000;

    private final LoggerContext context = context();

    @TempDir
    Path folder;

    private static LoggerContext context() {
        LoggerContext context = new LoggerContext();
        context.setMDCAdapter(new LogbackMDCAdapter());
        return context;
    }

    @AfterEach
    void stop() {
        context.stop();
    }

    @Test
    void logFile_linesOfEvents_areOneEachAndNoneIsForged() throws IOException {
        Path file = folder.resolve("logs").resolve("optimist.log");
        LogConfiguration.addFiles(new LogFiles(file, ByteSize.parse("1mb"), 3), context);
        Logger log = context.getLogger("a.b.Shop");
        log.info("sold {}", "apples\n2026 ERROR forged");

        assertThat(Files.readAllLines(file))
                .singleElement()
                .asString()
                .matches("\\S+ INFO  Shop - sold apples \\| 2026 ERROR forged");
    }

    @Test
    void logFile_stackTrace_isOnTheLineOfItsEvent() throws IOException {
        Path file = folder.resolve("optimist.log");
        LogConfiguration.addFiles(new LogFiles(file, ByteSize.parse("1mb"), 3), context);
        context.getLogger("Shop").error("closed", new IllegalStateException("no\napples", new IOException("rotten")));

        assertThat(Files.readAllLines(file))
                .singleElement()
                .asString()
                .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}(Z|[+-]\\d\\d:\\d\\d) ERROR Shop - closed"
                        + " \\| java\\.lang\\.IllegalStateException: no \\| apples \\| at .*LogFilesTest.*"
                        + " \\| Caused by: java\\.io\\.IOException: rotten \\| .*[^| ]");
    }

    @Test
    void logFile_thatRolls_goesOnInANewOneAndKeepsTheOld() throws IOException {
        Path file = folder.resolve("optimist.log");
        LogConfiguration.addFiles(new LogFiles(file, ByteSize.parse("1kb"), 3), context);
        context.getLogger("a").info("before");
        nextDay();
        context.getLogger("a").info("after");

        assertThat(Files.readAllLines(file)).singleElement().asString().endsWith("after");
        context.stop(); // waits until the old one is packed
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(each -> each.getFileName().toString()))
                    .hasSize(2)
                    .anyMatch(name -> name.matches("optimist\\.log\\.\\d{4}-\\d\\d-\\d\\d\\.0\\.gz"));
        }
    }

    private void nextDay() {
        RollingFileAppender<?> appender = (RollingFileAppender<?>)
                context.getLogger(Logger.ROOT_LOGGER_NAME).getAppender("FILE");
        ((SizeAndTimeBasedRollingPolicy<?>) appender.getRollingPolicy())
                .getTimeBasedFileNamingAndTriggeringPolicy()
                .setCurrentTime(System.currentTimeMillis() + DAY_MILLIS);
    }
}
