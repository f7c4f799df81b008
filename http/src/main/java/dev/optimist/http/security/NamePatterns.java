package dev.optimist.http.security;

import dev.optimist.core.error.RequestException;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Names of indices, in which a star stands for any characters and a question mark for one. */
record NamePatterns(List<String> texts, Predicate<String> matcher) {
    /** Reads patterns; those in slashes, which are regular expressions elsewhere, are refused. */
    static NamePatterns of(List<String> texts) {
        Predicate<String> any = name -> false;
        for (String text : texts) {
            if (text.isEmpty() || text.startsWith("/")) {
                throw RequestException.illegalArgument("[" + text + "] is not a pattern of index names: regular"
                        + " expressions are not supported, [*] and [?] are");
            }
            any = any.or(of(text));
        }
        return new NamePatterns(List.copyOf(texts), any);
    }

    private static Predicate<String> of(String text) {
        if (text.equals("*")) {
            return name -> true;
        }
        if (text.indexOf('*') < 0 && text.indexOf('?') < 0) {
            return text::equals;
        }
        String quoted = Pattern.quote(text).replace("*", "\\E.*\\Q").replace("?", "\\E.\\Q");
        return Pattern.compile(quoted, Pattern.DOTALL).asMatchPredicate();
    }

    boolean matches(String name) {
        return matcher.test(name);
    }
}
