package dev.optimist.http.conformance;

import java.util.ArrayList;
import java.util.List;

/** What came of replaying one group. */
final class GroupReport {
    private final String group;
    private int recorded;
    private int matching;
    private int unrecorded;
    private final List<String> differing = new ArrayList<>();
    private final List<String> deliberate = new ArrayList<>();

    GroupReport(String group) {
        this.group = group;
    }

    void matches() {
        recorded++;
        matching++;
    }

    void differs(Exchange exchange, String how) {
        recorded++;
        differing.add(title(exchange) + how.indent(6));
    }

    void deliberate(Exchange exchange, Deviations.Deviation deviation) {
        deliberate.add(title(exchange) + ": " + deviation.reason());
    }

    void unrecorded() {
        unrecorded++;
    }

    List<String> differing() {
        return differing;
    }

    private static String title(Exchange exchange) {
        return "#%d %s (%s %.80s)"
                .formatted(
                        exchange.n(),
                        exchange.name(),
                        exchange.request().method(),
                        exchange.request().path());
    }

    @Override
    public String toString() {
        StringBuilder text =
                new StringBuilder("%-18s %3d of %3d match; %d sent without a recorded answer, %d deliberate%n"
                        .formatted(group, matching, recorded, unrecorded, deliberate.size()));
        differing.forEach(line -> text.append("  differs: ").append(line).append('\n'));
        deliberate.forEach(line -> text.append("  deliberate: ").append(line).append('\n'));
        return text.toString();
    }
}
