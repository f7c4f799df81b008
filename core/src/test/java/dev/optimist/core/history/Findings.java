package dev.optimist.core.history;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Collects violations, up to a bound: one broken rule early in a history breaks others all the way down. */
final class Findings {
    private static final int VIOLATIONS_MAX = 100;

    private final List<Violation> violations = new ArrayList<>();

    void add(Rule rule, String reason, @Nullable Operation... operations) {
        if (violations.size() < VIOLATIONS_MAX) {
            violations.add(new Violation(rule, reason, present(operations)));
        }
    }

    private static List<Operation> present(@Nullable Operation[] operations) {
        return Stream.of(operations).filter(Objects::nonNull).distinct().toList();
    }

    List<Violation> violations() {
        return List.copyOf(violations);
    }
}
