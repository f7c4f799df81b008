package dev.optimist.core.service;

import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Patterns of names in which {@code *} stands for anything. */
public final class Wildcards {
    private Wildcards() {}

    /** Returns what matches a pattern; one without a star matches itself alone. */
    public static Predicate<String> of(String pattern) {
        String quoted = Pattern.quote(pattern).replace("*", "\\E.*\\Q");
        return Pattern.compile(quoted, Pattern.DOTALL).asMatchPredicate();
    }

    /** Returns what matches one of several patterns between commas. */
    public static Predicate<String> anyOf(String patterns) {
        Predicate<String> any = name -> false;
        for (String pattern : patterns.split(",", -1)) {
            any = any.or(pattern.equals("_all") ? name -> true : of(pattern));
        }
        return any;
    }
}
