package dev.optimist.core.history;

import java.util.List;
import java.util.stream.Collectors;

/**
 * One broken rule.
 *
 * @param operations the operations that cannot both (or all) be as they are
 */
public record Violation(Rule rule, String reason, List<Operation> operations) {
    @Override
    public String toString() {
        return operations.stream().map(Operation::toString).collect(Collectors.joining("\n    ", message(), ""));
    }

    private String message() {
        return rule + ": " + reason + "\n    ";
    }
}
