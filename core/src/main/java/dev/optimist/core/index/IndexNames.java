package dev.optimist.core.index;

import dev.optimist.core.error.DocumentException;
import dev.optimist.core.error.ErrorKind;
import dev.optimist.core.error.IndexException;
import dev.optimist.core.error.IndexException.Lookup;
import dev.optimist.core.error.RequestException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Elasticsearch's rules for the names of indices and aliases, with its sentences. */
final class IndexNames {
    private static final int BYTES_MAX = 255;
    private static final String FORBIDDEN = " \"*,/<>?\\|";

    private IndexNames() {}

    /** Throws invalid_index_name_exception where no index may be made under this name. */
    static void requireCreatable(String name) {
        requireNameable(name);
        if (!name.equals(name.toLowerCase(Locale.ROOT))) {
            throw invalid(name, "must be lowercase");
        }
        Surrogates.requirePaired("index", name);
    }

    private static void requireNameable(String name) {
        String problem = problem(name);
        if (problem != null) {
            throw invalid(name, problem);
        }
    }

    /** Returns why neither an index nor an alias can have this name, or null where one can. */
    static @Nullable String problem(String name) {
        if (name.chars().anyMatch(c -> FORBIDDEN.indexOf(c) >= 0)) {
            return "must not contain the following characters [' ','\"','*',',','/','<','>','?','\\','|']";
        }
        if (name.isEmpty()) {
            return "must not be empty";
        }
        if (name.contains("#")) {
            return "must not contain '#'";
        }
        if (name.contains(":")) {
            return "must not contain ':'";
        }
        if ("_-+".indexOf(name.charAt(0)) >= 0) {
            return "must not start with '_', '-', or '+'";
        }
        int bytes = name.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > BYTES_MAX) {
            return "index name is too long, (" + bytes + " > " + BYTES_MAX + ")";
        }
        return name.equals(".") || name.equals("..") ? "must not be '.' or '..'" : null;
    }

    /** Returns the failure of looking for an index by a name that is not there. */
    static DocumentException notFound(String name, Lookup lookup) {
        if (name.startsWith("_")) {
            return invalid(name, "must not start with '_'.");
        }
        if (name.contains(":")) {
            return RequestException.illegalArgument(
                    "Cross-cluster calls are not supported in this context but remote indices were requested: [" + name
                            + "]");
        }
        if (name.startsWith("-")) {
            return IndexException.notFound(
                    name,
                    "no such index [" + name + "] and if you intended to exclude this index, ensure that you use"
                            + " wildcards that include it before explicitly excluding it",
                    lookup);
        }
        return IndexException.notFound(name, lookup);
    }

    static IndexException invalid(String name, String why) {
        return new IndexException(
                ErrorKind.INVALID_INDEX_NAME,
                "Invalid index name [" + name + "], " + why,
                name,
                IndexException.NO_UUID);
    }
}
