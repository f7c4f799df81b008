package dev.optimist.core.script;

import java.util.Map;

/** What a script wants done with its document. */
public sealed interface ScriptResult {
    /** Store this source; only JSON values in it. */
    record Index(Map<String, Object> source) implements ScriptResult {}

    /** Nothing to write. */
    enum Effect implements ScriptResult {
        NOOP,
        DELETE
    }
}
