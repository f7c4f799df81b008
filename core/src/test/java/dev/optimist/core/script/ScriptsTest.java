package dev.optimist.core.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.optimist.core.error.DocumentException;
import dev.optimist.core.error.ErrorKind;
import dev.optimist.core.error.RequestException;
import dev.optimist.core.observe.EngineObserver;
import java.time.Duration;
import java.util.AbstractMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

final class ScriptsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Scripts SCRIPTS = new Scripts(ScriptConfiguration.defaults(), EngineObserver.NOOP);

    @AfterAll
    static void close() {
        SCRIPTS.close();
    }

    private static Script painless(String source) {
        return new Script(Script.PAINLESS, source, new HashMap<>(Map.of("k", 4)));
    }

    private static ScriptContext context(String op) {
        return context(op, /* strict= */ false);
    }

    private static ScriptContext context(String op, boolean strict) {
        return new ScriptContext(op, "i", "1", 3L, null, 1_000L, new HashMap<>(Map.of("n", 1)), strict);
    }

    private static ScriptResult run(String source) {
        return Objects.requireNonNull(
                SCRIPTS.run(painless(source), context("index")).block(PATIENCE));
    }

    private static void fails(Scripts scripts, Script script, Consumer<DocumentException> check) {
        scripts.run(script, context("index"))
                .as(StepVerifier::create)
                .expectErrorSatisfies(error -> check.accept((DocumentException) error))
                .verify(PATIENCE);
    }

    private static RequestException cause(DocumentException failure) {
        assertThat(failure.kind()).isEqualTo(ErrorKind.ILLEGAL_ARGUMENT);
        assertThat(failure.reason()).isEqualTo("failed to execute script");
        return (RequestException) Objects.requireNonNull(failure.getCause());
    }

    /** A scripts' service with one thread and little time, which has run a script: the first one takes longer. */
    private static Scripts hasty(int runawaysMax, Duration timeMax) {
        Scripts scripts = new Scripts(
                new ScriptConfiguration(10, 10, Duration.ofMinutes(5), timeMax, 1, 10, runawaysMax),
                EngineObserver.NOOP);
        scripts.run(painless("ctx._source.first = 1"), context("index"))
                .onErrorComplete()
                .block(PATIENCE);
        return scripts;
    }

    /** Parameters that keep a script within a method until it is told to end. */
    private static final class Runaway extends AbstractMap<String, Object> {
        private volatile boolean ended;

        Script script() {
            return new Script(Script.PAINLESS, "params.isEmpty()", this);
        }

        void end() {
            ended = true;
        }

        @Override
        public boolean isEmpty() {
            while (!ended) {
                Thread.onSpinWait();
            }
            return true;
        }

        @Override
        public Set<Entry<String, Object>> entrySet() {
            return Set.of();
        }
    }

    @Test
    void run_counter_changesTheSource() {
        assertThat(run("ctx._source.n += params.k")).isEqualTo(new ScriptResult.Index(Map.of("n", 5)));
    }

    @Test
    void run_afterAnother_goesOnOnItsThread() {
        Scripts scripts = new Scripts(ScriptConfiguration.defaults(), EngineObserver.NOOP);
        Mono<Thread> run =
                scripts.run(painless("ctx._source.n = 2"), context("index")).map(result -> Thread.currentThread());
        try {
            List<Thread> threads = run.flatMap(first -> run.map(second -> List.of(first, second)))
                    .blockOptional(PATIENCE)
                    .orElseThrow();

            assertThat(threads.get(1)).isSameAs(threads.get(0));
        } finally {
            scripts.close();
        }
    }

    @Test
    void run_behindRunsWithoutEnd_hasItsTurn() {
        Scripts scripts = hasty(/* runawaysMax= */ 1, PATIENCE);
        Mono<ScriptResult> run =
                scripts.run(painless("ctx._source.n = 2"), context("index")).onErrorComplete();
        Disposable withoutEnd = run.repeat().subscribe();
        try {
            assertThat(run.block(PATIENCE)).isEqualTo(new ScriptResult.Index(Map.of("n", 2)));
        } finally {
            withoutEnd.dispose();
            scripts.close();
        }
    }

    @Test
    void run_metadata_isVisible() {
        ScriptResult result =
                run("ctx._source = ['m': ctx._index + '/' + ctx._id + '/' + ctx._version + '/' + ctx._now]");

        assertThat(result).isEqualTo(new ScriptResult.Index(Map.of("m", "i/1/3/1000")));
    }

    @Test
    void run_opNone_isANoop() {
        assertThat(run("ctx.op = 'none'")).isEqualTo(ScriptResult.Effect.NOOP);
        assertThat(run("ctx.op = 'noop'")).isEqualTo(ScriptResult.Effect.NOOP);
        assertThat(run("ctx.op = 'whatever'")).isEqualTo(ScriptResult.Effect.NOOP);
    }

    @Test
    void run_opDelete_deletes() {
        assertThat(run("ctx.op = 'delete'")).isEqualTo(ScriptResult.Effect.DELETE);
    }

    @Test
    void run_compileError_showsStackScriptAndPosition() {
        fails(SCRIPTS, painless("ctx._source.n +="), failure -> {
            RequestException cause = cause(failure);
            assertThat(cause.kind()).isEqualTo(ErrorKind.SCRIPT);
            assertThat(cause.reason()).isEqualTo("compile error");
            assertThat(cause.details())
                    .contains(
                            entry("script_stack", List.of("ctx._source.n +=", "                ^---- HERE")),
                            entry("script", "ctx._source.n +="),
                            entry("lang", "painless"),
                            entry("position", Map.of("offset", 16, "start", 0, "end", 16)));
            assertThat(String.valueOf(cause.details().get("caused_by")))
                    .isEqualTo("{type=illegal_argument_exception, reason=unexpected end of script.,"
                            + " caused_by={type=no_viable_alt_exception, reason=null}}");
        });
    }

    @Test
    void run_runtimeError_isAScriptException() {
        fails(SCRIPTS, painless("ctx._source.nope.x = 1"), failure -> {
            assertThat(cause(failure).reason()).isEqualTo("runtime error");
            assertThat(String.valueOf(cause(failure).details().get("caused_by")))
                    .contains("null_pointer_exception");
        });
    }

    @Test
    void run_forbiddenClass_doesNotCompile() {
        for (String evil : List.of("System.exit(1)", "Class.forName('x')", "new Thread().start()", "new File('/')")) {
            fails(
                    SCRIPTS,
                    painless(evil),
                    failure -> assertThat(cause(failure).reason()).as(evil).isEqualTo("compile error"));
        }
    }

    @Test
    void run_endlessLoop_ends() {
        fails(
                SCRIPTS,
                painless("int i = 0; while (i >= 0) { i = i % 2 } "),
                failure -> assertThat(cause(failure).kind()).isEqualTo(ErrorKind.SCRIPT));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "void f(int n) { if (n > 0) { f(n - 1); f(n - 1) } } f(60)",
                "int f(int n) { return n < 2 ? n : g(n) } int g(int n) { return f(n - 1) + f(n - 2) } f(90)",
                "void a() { for (int i = 0; i < 900000; i++) { } } for (int i = 0; i < 900000; i++) { a() }",
                "List l = new ArrayList(); for (int i = 0; i < 4000; i++) { l.add(i) } "
                        + "l.stream().mapToInt(a -> l.stream().mapToInt(b -> l.stream().mapToInt(c -> 1).sum()).sum()).sum()",
                "int i = 0; do { i++; def j = 0; while (j < 900) { j++ } } while (i < 900000)"
            })
    void run_withoutEnd_endsAfterSomeSteps(String source) {
        fails(SCRIPTS, painless(source), failure -> {
            RequestException cause = cause(failure);
            assertThat(cause.kind()).isEqualTo(ErrorKind.SCRIPT);
            assertThat(cause.reason()).isEqualTo("runtime error");
            assertThat(cause.details()).containsEntry("script", source);
            assertThat(String.valueOf(cause.details().get("caused_by")))
                    .startsWith("{type=painless_error, reason=The maximum number of ");
            assertThat(String.valueOf(cause.details().get("script_stack")))
                    .as("nothing but the script's own")
                    .doesNotContain("dev.optimist");
        });
    }

    @Test
    void run_callingItselfWithoutReturn_isARuntimeError() {
        fails(
                SCRIPTS,
                painless("int f(int n) { return f(n + 1) } f(0)"),
                failure -> assertThat(String.valueOf(cause(failure).details().get("caused_by")))
                        .contains("stack_overflow_error"));
    }

    @Test
    void run_functionsLoopsAndLambdas_doWhatTheyDo() {
        ScriptResult result = run("int fact(int n) { return n < 2 ? 1 : n * fact(n - 1) } "
                + "List l = new ArrayList(); for (int i = 1; i <= params.k; i++) { l.add(fact(i)) } "
                + "l.sort((a, b) -> b - a); def m = l.stream().map(x -> x + 1).collect(Collectors.toList()); "
                + "ctx._source.l = m; ctx._source.n = 0; for (def x : m) { ctx._source.n += x } "
                + "ctx._source.s = ['b', 'a'].stream().sorted(String::compareTo).collect(Collectors.joining())");

        assertThat(result).isEqualTo(new ScriptResult.Index(Map.of("l", List.of(25, 7, 3, 2), "n", 37, "s", "ab")));
    }

    @Test
    void run_runtimeErrorBehindALoop_showsWhereItIs() {
        String source = "for (int i = 0; i < 3; i++) { } ctx._source.nope.x = 1";
        fails(SCRIPTS, painless(source), failure -> {
            assertThat(cause(failure).details()).containsEntry("script", source);
            assertThat(cause(failure).details().get("script_stack"))
                    .isEqualTo(List.of("ctx._source.nope.x = 1", "                ^---- HERE"));
        });
    }

    @Test
    void run_overItsTime_isStoppedAtItsNextSteps() {
        Scripts scripts = hasty(/* runawaysMax= */ 0, Duration.ofMillis(100));
        fails(
                scripts,
                painless("String s = ''; for (int i = 0; i < 900000; i++) { s += i; s.toUpperCase() }"),
                failure -> assertThat(cause(failure).reason()).contains("longer than [100ms]"));
        assertThat(scripts.run(painless("ctx._source.n = 3"), context("index")).block(PATIENCE))
                .as("on the only thread there is")
                .isEqualTo(new ScriptResult.Index(Map.of("n", 3)));
        scripts.close();
    }

    @Test
    void run_overItsTime_failsAndIsRefusedFromThenOn() {
        Scripts scripts = hasty(/* runawaysMax= */ 1, Duration.ofMillis(20));
        Script slow = painless("int f() { int j = 0; for (int i = 0; i < 900000; i++) { j += i } return j }"
                + " int s = 0; for (int i = 0; i < 900; i++) { s += f() } ctx._source.n = s");

        fails(scripts, slow, failure -> assertThat(cause(failure).reason()).contains("longer than [20ms]"));
        fails(scripts, slow, failure -> assertThat(cause(failure).reason()).contains("longer than [20ms]"));
        scripts.close();
    }

    @Test
    void run_besideARunaway_hasAThreadOfItsOwn() {
        Scripts scripts = hasty(/* runawaysMax= */ 1, Duration.ofMillis(100));
        Runaway runaway = new Runaway();

        fails(
                scripts,
                runaway.script(),
                failure -> assertThat(cause(failure).reason()).contains("longer than [100ms]"));
        assertThat(scripts.run(painless("ctx._source.n = 2"), context("index")).block(PATIENCE))
                .as("a script that comes while the other still runs on the only thread there was")
                .isEqualTo(new ScriptResult.Index(Map.of("n", 2)));

        runaway.end();
        scripts.close();
    }

    @Test
    void run_waitedForItsThread_hasAllItsTimeLeft() {
        Scripts scripts = hasty(/* runawaysMax= */ 0, Duration.ofMillis(100));
        Runaway runaway = new Runaway();
        fails(
                scripts,
                runaway.script(),
                failure -> assertThat(cause(failure).reason()).contains("longer than [100ms]"));

        scripts.run(painless("ctx._source.n = 2"), context("index"))
                .as(StepVerifier::create)
                .expectSubscription()
                .expectNoEvent(Duration.ofMillis(300))
                .then(runaway::end)
                .expectNext(new ScriptResult.Index(Map.of("n", 2)))
                .expectComplete()
                .verify(PATIENCE);
        scripts.close();
    }

    @Test
    void run_otherLanguage_isRefused() {
        fails(
                SCRIPTS,
                new Script("ruby", "x", Map.of()),
                failure -> assertThat(cause(failure).reason()).isEqualTo("script_lang not supported [ruby]"));
    }

    @Test
    void run_resultThatIsNotJson_isRefused() {
        fails(
                SCRIPTS,
                painless("ctx._source.self = ctx._source"),
                failure -> assertThat(failure.reason()).isEqualTo("Iterable object is self-referencing itself"));
        fails(
                SCRIPTS,
                painless("ctx._source.n = Double.NaN"),
                failure -> assertThat(failure.reason()).contains("NaN"));
        fails(
                SCRIPTS,
                painless("ctx._source = null"),
                failure -> assertThat(failure.reason()).contains("must be an object"));
    }

    @Test
    void run_resultThatHasOneListTwice_isKept() {
        ScriptResult result = run("def l = [1]; ctx._source.a = l; ctx._source.b = [l, l]");

        assertThat(result)
                .isEqualTo(
                        new ScriptResult.Index(Map.of("n", 1, "a", List.of(1), "b", List.of(List.of(1), List.of(1)))));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ctx.junk = 'stuff' | Cannot put key [junk] with value [stuff] into ctx",
                "ctx.putAll(['junk': 1]) | Cannot put key [junk] with value [1] into ctx",
                "ctx._id = 'stuff' | _id cannot be updated",
                "ctx.op = 'junk' | [op] must be one of delete, index, noop, not [junk]"
            })
    void run_strictly_changesSourceAndOperationAlone(String source, String reason) {
        SCRIPTS.run(painless(source), context("index", /* strict= */ true))
                .as(StepVerifier::create)
                .expectErrorSatisfies(error -> assertThat(String.valueOf(
                                cause((DocumentException) error).details().get("caused_by")))
                        .isEqualTo("{type=illegal_argument_exception, reason=" + reason + "}"))
                .verify(PATIENCE);
        assertThat(SCRIPTS.run(painless("ctx.op = 'delete'"), context("index", /* strict= */ true))
                        .block(PATIENCE))
                .isEqualTo(ScriptResult.Effect.DELETE);
    }

    @Test
    void run_tooManyCompilations_areRefusedUntilTimePasses() {
        AtomicLong now = new AtomicLong();
        ScriptConfiguration one = new ScriptConfiguration(10, 1, Duration.ofMinutes(5), PATIENCE, 2, 10, 0);
        Scripts scripts = new Scripts(one, EngineObserver.NOOP, now::get);
        scripts.run(painless("ctx._source.n = 1"), context("index")).block(PATIENCE);

        fails(
                scripts,
                painless("ctx._source.n = 2"),
                failure -> assertThat(failure.kind()).isEqualTo(ErrorKind.CIRCUIT_BREAKING));
        scripts.run(painless("ctx._source.n = 1"), context("index")).block(PATIENCE);
        now.addAndGet(Duration.ofMinutes(5).toNanos());
        scripts.run(painless("ctx._source.n = 2"), context("index")).block(PATIENCE);
        scripts.close();
    }

    @Test
    void run_scriptedUpsert_createsOrDoesNothing() {
        ScriptResult created =
                SCRIPTS.run(painless("ctx._source.n = 9"), context("create")).block(PATIENCE);
        ScriptResult deleted =
                SCRIPTS.run(painless("ctx.op = 'delete'"), context("create")).block(PATIENCE);

        assertThat(created).isEqualTo(new ScriptResult.Index(Map.of("n", 9)));
        assertThat(deleted).isEqualTo(ScriptResult.Effect.NOOP);
    }
}
