package dev.optimist.core.script;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.optimist.core.error.DocumentException;
import dev.optimist.core.error.ErrorKind;
import dev.optimist.core.error.RequestException;
import dev.optimist.core.observe.EngineObserver;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Compiles scripts, keeps them compiled, and runs them on threads of their own within a time budget.
 *
 * <p>A run over its time is answered with an error at once and stopped at its next steps; another thread takes the place of
 * its own until then, and the source is refused from then on. So is a run over its number of steps, which costs less.
 */
public final class Scripts {
    /** Immutable and slow to make, so one is enough; made with the first script. */
    private static final Mono<PainlessCompiler> COMPILER =
            Mono.fromSupplier(PainlessCompiler::new).cache();

    private final ScriptConfiguration configuration;
    private final CompilationRate rate;
    private @Nullable Kept kept;
    private final ScriptThreads threads;
    private final EngineObserver observer;
    private final LongSupplier nanoTime;

    /** What is known of sources: the compiled ones, and those that ran too long. */
    private record Kept(Cache<String, Compiled> compiled, Cache<String, Boolean> tooSlow) {}

    public Scripts(ScriptConfiguration configuration, EngineObserver observer) {
        this(configuration, observer, System::nanoTime);
    }

    Scripts(ScriptConfiguration configuration, EngineObserver observer, LongSupplier nanoTime) {
        this.configuration = configuration;
        this.rate = new CompilationRate(configuration, nanoTime);
        this.threads = new ScriptThreads(configuration);
        this.observer = observer;
        this.nanoTime = nanoTime;
    }

    /** Loads the compiler ahead of the first script; cold, off the caller's thread. */
    public Mono<Void> warmUp() {
        return COMPILER.doOnNext(painless -> painless.compile("ctx._source.n += params.n"))
                .transform(threads::on)
                .then();
    }

    /**
     * Runs a script; cold, off the caller's thread, where its result is emitted.
     *
     * @return errors: illegal_argument_exception with what went wrong in the script as its cause, or with what is wrong
     *     with its result; a rejection when too many wait
     */
    public Mono<ScriptResult> run(Script script, ScriptContext context) {
        return Mono.defer(() -> inTime(script))
                .then(compiled(script)
                        .onErrorMap(DocumentException.class, Scripts::failedToExecute)
                        .flatMap(compiled -> threads.timed(() -> run(compiled, script, context)))
                        .transform(threads::on))
                .onErrorMap(failure -> failure(failure, script));
    }

    /** Throws where scripts of the language cannot be kept. */
    public static void requireKeepable(Script script) {
        if (!script.isPainless()) {
            throw RequestException.illegalArgument(
                    "unable to put stored script with unsupported lang [" + script.lang() + "]");
        }
    }

    /** Compiles a script without running it; cold, off the caller's thread. Errors: script_exception. */
    public Mono<Void> compile(Script script) {
        return compiled(script).transform(threads::on).then();
    }

    /** Made with the first script: a server without any starts without them. */
    private synchronized Kept kept() {
        Kept known = kept;
        if (known == null) {
            known = new Kept(
                    Caffeine.newBuilder().maximumSize(configuration.cachedMax()).build(),
                    Caffeine.newBuilder().maximumSize(configuration.cachedMax()).build());
            kept = known;
        }
        return known;
    }

    private Mono<Compiled> compiled(Script script) {
        return Mono.defer(() -> {
            requirePainless(script);
            Compiled known = kept().compiled().getIfPresent(script.source());
            observer.scriptLookedUp(known != null);
            return known == null ? COMPILER.map(painless -> compile(painless, script)) : Mono.just(known);
        });
    }

    private static void requirePainless(Script script) {
        if (!script.isPainless()) {
            throw RequestException.illegalArgument("script_lang not supported [" + script.lang() + "]");
        }
    }

    private Compiled compile(PainlessCompiler painless, Script script) {
        rate.take();
        Compiled compiled = timed(() -> painless.compile(script.source()), observer::scriptCompiled);
        kept().compiled().put(script.source(), compiled);
        return compiled;
    }

    private ScriptResult run(Compiled compiled, Script script, ScriptContext context) {
        Map<String, Object> ctx = context.toMap();
        return timed(
                () -> {
                    execute(compiled, script, ctx);
                    return result(ctx, context.op());
                },
                observer::scriptRan);
    }

    private static void execute(Compiled compiled, Script script, Map<String, Object> ctx) {
        try {
            compiled.run(script.params(), ctx);
        } catch (DocumentException failure) {
            throw failedToExecute(failure);
        }
    }

    private <T> T timed(Supplier<T> work, LongConsumer tell) {
        long start = nanoTime.getAsLong();
        try {
            return work.get();
        } finally {
            tell.accept(nanoTime.getAsLong() - start);
        }
    }

    private Mono<Void> inTime(Script script) {
        return kept().tooSlow().getIfPresent(script.source()) == null
                ? Mono.empty()
                : Mono.error(failedToExecute(outOfTime()));
    }

    private static ScriptResult result(Map<String, Object> ctx, String defaultOp) {
        String op = String.valueOf(ctx.get("op"));
        return switch (op) {
            case "index", "create" ->
                op.equals(defaultOp) || defaultOp.equals("index")
                        ? new ScriptResult.Index(ScriptOutput.source(ctx.get("_source")))
                        : ScriptResult.Effect.NOOP;
            case "delete" -> defaultOp.equals("index") ? ScriptResult.Effect.DELETE : ScriptResult.Effect.NOOP;
            default -> ScriptResult.Effect.NOOP;
        };
    }

    private Throwable failure(Throwable failure, Script script) {
        if (failure instanceof TimeoutException) {
            kept().tooSlow().put(script.source(), true);
            return failedToExecute(outOfTime());
        }
        if (failure instanceof RejectedExecutionException) {
            return RequestException.of(ErrorKind.REJECTED, "rejected execution of a script: too many wait already");
        }
        return failure;
    }

    private static DocumentException failedToExecute(DocumentException cause) {
        return cause.kind().isTransient()
                ? cause
                : RequestException.illegalArgument("failed to execute script").causedBy(cause);
    }

    private RequestException outOfTime() {
        return RequestException.of(
                ErrorKind.SCRIPT,
                "the script ran longer than [" + configuration.timeMax().toMillis() + "ms]");
    }

    /** Ends the threads of scripts. */
    public void close() {
        threads.close();
    }
}
