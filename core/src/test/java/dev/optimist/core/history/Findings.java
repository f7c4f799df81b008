package dev.optimist.core.history;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Collects violations, up to a bound for each rule: one that is broken early is broken all the way down. */
final class Findings {
    private static final int VIOLATIONS_MAX = 20;

    private final List<Violation> violations = new ArrayList<>();
    private final Map<Rule, Integer> counts = new EnumMap<>(Rule.class);

    void add(Rule rule, String reason, @Nullable Operation... operations) {
        if (counts.merge(rule, 1, Integer::sum) <= VIOLATIONS_MAX) {
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
