package dev.optimist.core.history;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The checker as a program: judges the history in a file; its exit code is 0 when no rule is broken, else 1. */
public final class HistoryCheck {
    private HistoryCheck() {}

    public static void main(String[] arguments) throws IOException {
        if (arguments.length != 1) {
            System.err.println("usage: HistoryCheck FILE");
            System.exit(2);
        }
        History history = HistoryFile.read(Path.of(arguments[0]));
        List<Violation> violations = new HistoryChecker(history).violations();
        violations.forEach(System.out::println);
        System.out.printf(
                "%d operations, %s%n",
                history.operations().size(),
                violations.isEmpty() ? "no rule broken" : violations.size() + " violations");
        System.exit(violations.isEmpty() ? 0 : 1);
    }
}
