package dev.optimist.http.cli;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.LayoutBase;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * An event as one line: when, how bad, by whom, what, and the stack trace. Line breaks within are made visible, so that
 * nobody can forge a line.
 *
 * <p>In code, for Logback's patterns take a seventh of the start to be read.
 */
final class LineLayout extends LayoutBase<ILoggingEvent> {
    private static final Pattern BREAKS = Pattern.compile("[\\r\\n]+");
    private static final Pattern BREAKS_OF_TRACE = Pattern.compile("[\\r\\n]+\\s*");
    private static final String BREAK_SHOWN = " | ";
    private static final int LEVEL_LENGTH = 5;

    /** What only the first event needs, which is told when the server listens already. */
    private static final class Time {
        private static final DateTimeFormatter FORMAT = DateTimeFormatter.ofPattern(
                        "yyyy-MM-dd'T'HH:mm:ss.SSSXXX", Locale.ROOT)
                .withZone(ZoneId.systemDefault());
    }

    @Override
    public String doLayout(ILoggingEvent event) {
        StringBuilder line = new StringBuilder();
        Time.FORMAT.formatTo(Instant.ofEpochMilli(event.getTimeStamp()), line);
        String level = event.getLevel().toString();
        line.append(' ').append(level).append(" ".repeat(LEVEL_LENGTH - level.length()));
        String logger = event.getLoggerName();
        line.append(' ').append(logger, logger.lastIndexOf('.') + 1, logger.length());
        line.append(" - ").append(BREAKS.matcher(event.getFormattedMessage()).replaceAll(BREAK_SHOWN));
        if (event.getThrowableProxy() != null) {
            String trace =
                    ThrowableProxyUtil.asString(event.getThrowableProxy()).stripTrailing();
            line.append(BREAK_SHOWN).append(BREAKS_OF_TRACE.matcher(trace).replaceAll(BREAK_SHOWN));
        }
        return line.append(System.lineSeparator()).toString();
    }
}
