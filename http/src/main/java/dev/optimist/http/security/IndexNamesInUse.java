package dev.optimist.http.security;

import java.util.List;

/** Knows the indices behind a name. */
@FunctionalInterface
public interface IndexNamesInUse {
    /** Returns the index of this name, or those behind an alias of this name; empty where there is neither. */
    List<String> behind(String name);
}
