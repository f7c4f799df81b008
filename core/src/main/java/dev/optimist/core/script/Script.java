package dev.optimist.core.script;

import java.util.Map;

/**
 * A script to run on a document.
 *
 * @param lang only {@code painless} runs
 * @param params what the script sees as {@code params}
 */
public record Script(String lang, String source, Map<String, Object> params) {
    /** The language of a script that names none. */
    public static final String PAINLESS = "painless";

    boolean isPainless() {
        return lang.equals(PAINLESS);
    }
}
