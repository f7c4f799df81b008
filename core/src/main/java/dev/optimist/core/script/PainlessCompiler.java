package dev.optimist.core.script;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.opensearch.common.settings.Settings;
import org.opensearch.painless.ChangedScripts;
import org.opensearch.painless.PainlessScriptEngine;
import org.opensearch.painless.spi.Whitelist;
import org.opensearch.painless.spi.WhitelistLoader;
import org.opensearch.script.ScriptException;
import org.opensearch.script.UpdateScript;

/**
 * Compiles Painless for updates, with the classes and methods that updates may use. What has functions, lambdas or loops
 * in it is compiled once more, into code that counts its steps.
 *
 * <p>Making one takes about half a second, for its whitelists are read then.
 */
final class PainlessCompiler {
    private final PainlessScriptEngine engine;
    private final ChangedScripts changed;

    PainlessCompiler() {
        List<Whitelist> whitelists = new ArrayList<>(Whitelist.BASE_WHITELISTS);
        whitelists.add(WhitelistLoader.loadFromResourceFiles(Whitelist.class, "org.opensearch.update.txt"));
        engine = new PainlessScriptEngine(Settings.EMPTY, Map.of(UpdateScript.CONTEXT, whitelists));
        changed = new ChangedScripts(
                Objects.requireNonNull(engine.getContextsToLookups().get(UpdateScript.CONTEXT)));
    }

    /** Compiles a script; throws script_exception where it is none. */
    Compiled compile(String source) {
        UpdateScript.Factory factory = factory(source);
        return (params, ctx) -> {
            try {
                factory.newInstance(params, ctx).execute();
            } catch (ScriptException failure) {
                throw ScriptFailures.describe(failure);
            }
        };
    }

    private UpdateScript.Factory factory(String source) {
        try {
            UpdateScript.Factory factory = engine.compile(source, source, UpdateScript.CONTEXT, Map.of());
            byte[] counted = CountedCode.of(changed.compile(source));
            return counted == null ? factory : changed.load(counted, factory.newInstance(Map.of(), Map.of()));
        } catch (ScriptException failure) {
            throw ScriptFailures.describe(failure);
        }
    }
}
