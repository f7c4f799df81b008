package dev.optimist.http.route;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The values of a pattern's placeholders in one path, percent-decoded. */
public final class PathParameters {
    /** The parameters of a path without placeholders. */
    public static final PathParameters NONE = new PathParameters(List.of(), new String[0]);

    private final List<String> names;
    private final String[] values;

    PathParameters(List<String> names, String[] values) {
        this.names = names;
        this.values = values;
    }

    /** Returns the value of a placeholder, or null where the pattern has none of that name. */
    public @Nullable String get(String name) {
        int position = names.indexOf(name);
        return position < 0 ? null : values[position];
    }

    /** Returns the placeholders' names in the order of the pattern. */
    public List<String> names() {
        return names;
    }
}
