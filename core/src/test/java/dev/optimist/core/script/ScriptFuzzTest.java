package dev.optimist.core.script;

import static org.assertj.core.api.Assertions.assertThat;

import dev.optimist.core.error.DocumentException;
import dev.optimist.core.fuzz.SeedCorpus;
import dev.optimist.core.observe.EngineObserver;
import dev.optimist.core.source.JsonMaps;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Any text as a script: it does not compile, it fails, or what it leaves is a document that can be stored. */
public class ScriptFuzzTest {
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    // A runaway keeps its thread until Painless ends it; there is to be another for the next input.
    private static final Scripts SCRIPTS = new Scripts(
            new ScriptConfiguration(10, Integer.MAX_VALUE, Duration.ofMillis(1), Duration.ofMillis(500), 2, 100, 1_000),
            EngineObserver.NOOP);

    @TestFactory
    Stream<DynamicTest> seeds() {
        return SeedCorpus.tests(ScriptFuzzTest.class, ScriptFuzzTest::fuzzerTestOneInput);
    }

    /** Loads the compiler before the first input, whose time is limited. */
    public static void fuzzerInitialize() {
        SCRIPTS.run(new Script(Script.PAINLESS, "ctx.op = 'none'", new HashMap<>()), context())
                .block(PATIENCE);
    }

    public static void fuzzerTestOneInput(byte[] input) {
        String source = new String(input, StandardCharsets.UTF_8);
        Script script = new Script(Script.PAINLESS, source, new HashMap<>(Map.of("k", 3, "list", List.of(1, "a"))));
        try {
            ScriptResult result = SCRIPTS.run(script, context()).block(PATIENCE);
            if (result instanceof ScriptResult.Index index) {
                byte[] json = JsonMaps.write(index.source());
                assertThat(JsonMaps.write(JsonMaps.read(json))).isEqualTo(json);
            }
        } catch (DocumentException refused) {
            assertThat(refused.reason()).isNotEmpty();
        }
    }

    private static ScriptContext context() {
        Map<String, Object> source = new HashMap<>();
        source.put("n", 2);
        source.put("text", "words");
        source.put("tags", new ArrayList<>(List.of("a", "b")));
        source.put("deep", new HashMap<>(Map.of("x", 1.5)));
        return new ScriptContext("index", "i", "1", 7L, null, 1_000, source, /* strict= */ false);
    }
}
