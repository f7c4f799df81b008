package dev.optimist.core.script;

import java.util.Map;

/** A compiled script; any number of threads may run it. */
@FunctionalInterface
interface Compiled {
    /** Runs the script on a context that it may change; throws a DocumentException where it fails. */
    void run(Map<String, Object> params, Map<String, Object> ctx);
}
