package dev.optimist.load.views;

import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What visitors were told about the views they counted: the other half of the proof, kept outside the server.
 *
 * <p>A view is <i>acknowledged</i> by 200, <i>refused</i> by 409, and else <i>unknown</i>: it may be in the document or not.
 */
final class Tally {
    private final Map<String, LongAdder> acknowledged = new ConcurrentHashMap<>();
    private final Map<String, LongAdder> unknown = new ConcurrentHashMap<>();
    private final LongAdder refused = new LongAdder();

    /** What an audit found; Gatling shows no more than the beginning of a line. */
    private final Queue<String> findings = new ConcurrentLinkedQueue<>();

    void acknowledge(String visitor) {
        acknowledged.computeIfAbsent(visitor, key -> new LongAdder()).increment();
    }

    void refuse() {
        refused.increment();
    }

    void doubt(String visitor) {
        unknown.computeIfAbsent(visitor, key -> new LongAdder()).increment();
    }

    long acknowledged() {
        return sum(acknowledged);
    }

    private long acknowledged(String visitor) {
        return count(acknowledged, visitor);
    }

    long unknown() {
        return sum(unknown);
    }

    private long unknown(String visitor) {
        return count(unknown, visitor);
    }

    long refused() {
        return refused.sum();
    }

    /** Returns {@code stored} when the views of all visitors together explain it. */
    long audited(String what, long stored, long before) {
        requireExplained(what, stored - before, acknowledged(), unknown());
        return stored;
    }

    /** Returns the views of each visitor when that visitor's own views explain them, and nobody's are missing. */
    Map<String, Object> audited(Map<String, Object> stored) {
        Stream.concat(acknowledged.keySet().stream(), stored.keySet().stream())
                .distinct()
                .forEach(visitor -> requireExplained(
                        "views of " + visitor, count(stored, visitor), acknowledged(visitor), unknown(visitor)));
        return stored;
    }

    private void requireExplained(String what, long stored, long acknowledged, long unknown) {
        if (stored < acknowledged || stored > acknowledged + unknown) {
            String finding = String.format(
                    Locale.ROOT,
                    "%s: stored %,d, but %,d were acknowledged (and %,d are of unknown outcome)",
                    what,
                    stored,
                    acknowledged,
                    unknown);
            findings.add(finding);
            throw new IllegalStateException(finding);
        }
    }

    private static long count(Map<String, ?> counts, String visitor) {
        return counts.get(visitor) instanceof Number number ? number.longValue() : 0;
    }

    private static long sum(Map<String, LongAdder> counts) {
        return counts.values().stream().mapToLong(LongAdder::sum).sum();
    }

    /** Returns what was counted and, a line each, what an audit found wrong. */
    @Override
    public String toString() {
        long acknowledgedNow = acknowledged();
        double attempts = (double) (acknowledgedNow + refused()) / Math.max(1, acknowledgedNow);
        return String.format(
                        Locale.ROOT,
                        "%,d views acknowledged, %,d refused as conflicts (%.2f attempts a view), %,d of unknown outcome",
                        acknowledgedNow,
                        refused(),
                        attempts,
                        unknown())
                + findings.stream().map(finding -> "\n  WRONG: " + finding).collect(Collectors.joining());
    }
}
