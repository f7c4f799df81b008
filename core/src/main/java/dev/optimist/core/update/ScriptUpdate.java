package dev.optimist.core.update;

import dev.optimist.core.document.Document;
import dev.optimist.core.document.DocumentState;
import dev.optimist.core.document.Outcome;
import dev.optimist.core.document.Source;
import dev.optimist.core.document.Tombstone;
import dev.optimist.core.engine.Decision;
import dev.optimist.core.script.Script;
import dev.optimist.core.script.ScriptContext;
import dev.optimist.core.script.ScriptResult;
import dev.optimist.core.script.Scripts;
import dev.optimist.core.source.JsonMaps;
import dev.optimist.core.update.Updates.Target;
import java.time.Clock;
import java.util.HashMap;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * What a script makes of the document it finds.
 *
 * @param routing the custom routing of the request, kept with a new document
 * @param script its parameters are copied for each run
 * @param upsert stored, or with {@code scriptedUpsert} given to the script, where there is no document
 * @param strict whether the script can change nothing but the source and the operation
 */
public record ScriptUpdate(
        Scripts scripts,
        Clock clock,
        @Nullable String routing,
        Script script,
        @Nullable Source upsert,
        boolean scriptedUpsert,
        boolean strict)
        implements Update {
    @Override
    public Mono<Plan> plan(Target target, DocumentState current) {
        if (current instanceof Document document) {
            return run(target, "index", document, document.source()).map(result -> change(document, result));
        }
        if (upsert == null) {
            return Mono.just(Plan.Nothing.MISSING);
        }
        return scriptedUpsert
                ? run(target, "create", null, upsert).map(result -> create(current, result))
                : Mono.just(Update.write(current, routing, upsert, Outcome.CREATED));
    }

    @Override
    public boolean takesTurns() {
        return true;
    }

    private Mono<ScriptResult> run(Target target, String op, @Nullable Document document, Source source) {
        return Mono.defer(() -> {
            ScriptContext context = new ScriptContext(
                    op,
                    target.index(),
                    target.id(),
                    document == null ? null : document.version(),
                    document == null ? null : document.routing(),
                    clock.millis(),
                    JsonMaps.read(source),
                    strict);
            return scripts.run(new Script(script.lang(), script.source(), new HashMap<>(script.params())), context);
        });
    }

    private Plan change(Document document, ScriptResult result) {
        if (result instanceof ScriptResult.Index index) {
            Source source = new Source(JsonMaps.write(index.source()));
            return Update.write(document, document.routing(), source, Outcome.UPDATED);
        }
        return result == ScriptResult.Effect.DELETE ? delete(document) : Plan.Nothing.NOOP;
    }

    private Plan delete(Document document) {
        return new Plan.Write(
                new Decision.Write(Tombstone.draft(document.version() + 1, clock.millis()), Outcome.DELETED));
    }

    private Plan create(DocumentState current, ScriptResult result) {
        return result instanceof ScriptResult.Index index
                ? Update.write(current, routing, new Source(JsonMaps.write(index.source())), Outcome.CREATED)
                : Plan.Nothing.NOOP;
    }
}
