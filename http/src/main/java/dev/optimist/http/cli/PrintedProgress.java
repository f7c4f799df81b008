package dev.optimist.http.cli;

import dev.optimist.core.store.rocksdb.Progress;
import java.io.PrintStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * Prints how far a command is and when it will end: on a terminal one line that changes, elsewhere a line every few
 * seconds.
 */
final class PrintedProgress implements Progress {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss");
    private static final Duration ON_TERMINAL_EVERY = Duration.ofMillis(100);
    private static final Duration ELSEWHERE_EVERY = Duration.ofSeconds(5);
    private static final String LINE_AGAIN = "\r\u001b[K";

    /** Before so much of it is done nobody can tell when it ends. */
    private static final int PERCENT_MIN = 2;

    private final PrintStream out;
    private final boolean terminal;
    private final Clock clock;
    private String stage = "";
    private Instant begun = Instant.MIN;
    private Instant printed = Instant.MIN;

    PrintedProgress(PrintStream out, boolean terminal, Clock clock) {
        this.out = out;
        this.terminal = terminal;
        this.clock = clock;
    }

    /** Prints to the process's standard error, which leaves standard output to the outcome. */
    static PrintedProgress ofProcess() {
        return new PrintedProgress(System.err, Terminal.console() != null, Clock.system(ZoneId.systemDefault()));
    }

    @Override
    public void at(String now, long done, long total) {
        Instant moment = clock.instant();
        boolean begins = !now.equals(stage);
        boolean ends = total > 0 && done >= total;
        if (begins) {
            stage = now;
            begun = moment;
        }
        Duration every = terminal ? ON_TERMINAL_EVERY : ELSEWHERE_EVERY;
        if (begins || ends || !moment.isBefore(printed.plus(every))) {
            printed = moment;
            print(line(moment, done, total), ends);
        }
    }

    private void print(String line, boolean ends) {
        if (terminal) {
            out.print(LINE_AGAIN + line + (ends ? System.lineSeparator() : ""));
        } else {
            out.println(line);
        }
        out.flush();
    }

    private String line(Instant moment, long done, long total) {
        Duration taken = Duration.between(begun, moment);
        if (total <= 0) {
            return stage + ": " + taken.toSeconds() + " s so far";
        }
        long percent = Math.min(100, Math.round(100.0 * done / total));
        if (done >= total) {
            return String.format(Locale.ROOT, "%s: done in %.1f s", stage, taken.toMillis() / 1e3);
        }
        return stage + ": " + percent + " %" + (percent < PERCENT_MIN ? "" : end(moment, taken, done, total));
    }

    private String end(Instant moment, Duration taken, long done, long total) {
        long leftMillis = Math.round(taken.toMillis() * ((double) (total - done) / done));
        ZoneId zone = clock.getZone();
        return ", ends at about " + TIME.format(moment.plusMillis(leftMillis).atZone(zone));
    }
}
