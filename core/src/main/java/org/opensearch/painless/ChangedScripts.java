package org.opensearch.painless;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Map;
import org.opensearch.painless.lookup.PainlessLookup;
import org.opensearch.script.UpdateScript;

/** Compiles update scripts into bytes, and loads what somebody has made of those. */
@SuppressWarnings("NullAway") // Painless says nowhere what may be null: no stateful factory, no debugger
public final class ChangedScripts {
    private final Compiler compiler;

    public ChangedScripts(PainlessLookup lookup) {
        compiler = new Compiler(UpdateScript.class, UpdateScript.Factory.class, null, lookup);
    }

    /** Compiles a script that the engine has compiled without an objection. */
    public byte[] compile(String source) {
        return compiler.compile(source, source, new CompilerSettings(), /* debugStream= */ null);
    }

    /**
     * Loads a script whose code was changed.
     *
     * @param made an instance of the script as it was: it has the constants that code refers to
     */
    public UpdateScript.Factory load(byte[] changed, UpdateScript made) {
        Class<? extends PainlessScript> script = compiler.createLoader(ChangedScripts.class.getClassLoader())
                .defineScript(WriterConstants.CLASS_NAME, changed);
        try {
            copyConstants(made.getClass(), script);
            return new Constructed(script);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("a compiled script is of another shape than those of this version", e);
        }
    }

    private static void copyConstants(Class<?> from, Class<?> to) throws ReflectiveOperationException {
        for (Field constant : to.getDeclaredFields()) {
            int modifiers = constant.getModifiers();
            if (Modifier.isStatic(modifiers) && Modifier.isPublic(modifiers) && !Modifier.isFinal(modifiers)) {
                constant.set(null, from.getField(constant.getName()).get(null));
            }
        }
    }

    /** Makes scripts by their constructor, which keeps its arguments, no more. */
    private static final class Constructed implements UpdateScript.Factory {
        private static final MethodType SHAPE = MethodType.methodType(UpdateScript.class, Map.class, Map.class);

        private final MethodHandle constructor;

        Constructed(Class<? extends PainlessScript> script) throws ReflectiveOperationException {
            constructor = MethodHandles.publicLookup()
                    .unreflectConstructor(script.getConstructor(Map.class, Map.class))
                    .asType(SHAPE);
        }

        @Override
        public UpdateScript newInstance(Map<String, Object> params, Map<String, Object> ctx) {
            try {
                return (UpdateScript) constructor.invokeExact(params, ctx);
            } catch (RuntimeException | Error e) {
                throw e;
            } catch (Throwable e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
