package dev.optimist.load.growth;

import java.util.List;
import java.util.stream.Stream;

/**
 * How far what grows.
 *
 * @param seconds of one measurement
 * @param connectionsMax the last of 1, 4, 16, ...
 * @param documentsMax the last of 10,000, 100,000, ...
 * @param jvmOptions for both servers that are started
 */
public record GrowthPlan(List<Axis> axes, int seconds, int connectionsMax, int documentsMax, List<String> jvmOptions) {
    /** What grows. */
    public enum Axis {
        CONNECTIONS,
        DOCUMENTS,
        SIZE,
        PROTOCOL
    }

    static final int CONNECTIONS = 64;
    static final int DOCUMENTS = 20_000;
    static final List<Integer> SIZES = List.of(1 << 10, 10 << 10, 1 << 20);

    private static final int DOCUMENTS_FIRST = 10_000;

    public GrowthPlan {
        if (axes.isEmpty() || seconds < 1 || connectionsMax < 1 || documentsMax < DOCUMENTS_FIRST) {
            throw new IllegalArgumentException(
                    "something must grow, for at least a second, up to at least a connection and 10,000 documents");
        }
        axes = List.copyOf(axes);
        jvmOptions = List.copyOf(jvmOptions);
    }

    List<Integer> connections() {
        return steps(1, 4, connectionsMax);
    }

    List<Integer> documents() {
        return steps(DOCUMENTS_FIRST, 10, documentsMax);
    }

    /** Returns how many documents of a size there are: fewer of the long ones. */
    static int documents(int bytes) {
        return Math.max(64, Math.min(DOCUMENTS, (64 << 20) / bytes));
    }

    private static List<Integer> steps(int first, int factor, int last) {
        return Stream.iterate((long) first, step -> step <= last, step -> step * factor)
                .map(Math::toIntExact)
                .toList();
    }
}
