package dev.optimist.core.snapshot;

import dev.optimist.core.error.ErrorKind;
import dev.optimist.core.error.RequestException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Which names repositories and snapshots may have: those of Elasticsearch, which are names of folders as well. */
final class SnapshotNames {
    private static final String FORBIDDEN = "\\/*?\"<>| ,";
    private static final int LENGTH_MAX = 200;

    private SnapshotNames() {}

    static void requireRepository(String name) {
        String objection = objection(name);
        if (objection != null) {
            throw RequestException.of(
                    ErrorKind.INVALID_REPOSITORY_NAME, "Invalid repository name [" + name + "], " + objection);
        }
    }

    static void requireSnapshot(String repository, String name) {
        String objection = name.equals(name.toLowerCase(Locale.ROOT)) ? objection(name) : "must be lowercase";
        if (objection != null) {
            throw invalidSnapshot(repository, name, objection);
        }
    }

    static RequestException invalidSnapshot(String repository, String name, String objection) {
        return RequestException.of(
                ErrorKind.INVALID_SNAPSHOT_NAME,
                String.format(
                        Locale.ROOT, "[%s:%s] Invalid snapshot name [%s], %s", repository, name, name, objection));
    }

    private static @Nullable String objection(String name) {
        if (name.isEmpty()) {
            return "cannot be empty";
        }
        if (name.indexOf('#') >= 0) {
            return "must not contain '#'";
        }
        if (name.startsWith("_")) {
            return "must not start with '_'";
        }
        if (name.startsWith(".")) {
            return "must not start with '.'";
        }
        if (name.length() > LENGTH_MAX) {
            return "must not be longer than " + LENGTH_MAX + " characters";
        }
        boolean forbidden = name.chars().anyMatch(c -> FORBIDDEN.indexOf(c) >= 0 || Character.isISOControl(c));
        return forbidden ? "must not contain the following characters [ , \", *, \\, <, |, ,, >, /, ?]" : null;
    }
}
