package dev.optimist.http.route;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The values of a pattern's placeholders in one path, percent-decoded. */
public final class PathParameters {
    /** The parameters of a path without placeholders. */
    public static final PathParameters NONE = new PathParameters(new String[0], new String[0]);

    private final String[] names;
    private final String[] values;

    PathParameters(String[] names, String[] values) {
        this.names = names;
        this.values = values;
    }

    /** Returns the value of a placeholder, or null where the pattern has none of that name. */
    public @Nullable String get(String name) {
        for (int i = 0; i < names.length; i++) {
            if (names[i].equals(name)) {
                return values[i];
            }
        }
        return null;
    }

    /** Returns the placeholders' names in the order of the pattern. */
    public List<String> names() {
        return List.of(names);
    }
}
