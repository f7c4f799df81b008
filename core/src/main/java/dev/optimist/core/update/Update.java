package dev.optimist.core.update;

import dev.optimist.core.document.Document;
import dev.optimist.core.document.DocumentState;
import dev.optimist.core.document.Outcome;
import dev.optimist.core.document.Source;
import dev.optimist.core.engine.Decision;
import dev.optimist.core.update.Updates.Target;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** A change of a part of a document. */
public sealed interface Update permits DocumentUpdate, ScriptUpdate, KeptUpdate {
    /** Plans the update of a state, durable or not; cold. Runs again after a lost race. */
    Mono<Plan> plan(Target target, DocumentState current);

    /**
     * Returns whether planning takes so long, or leaves the thread, that updates of one document had better be planned
     * one after the other than lose races to each other.
     */
    boolean takesTurns();

    /** Writes a source on top of a state. */
    static Plan write(DocumentState current, @Nullable String routing, Source source, Outcome outcome) {
        return new Plan.Write(new Decision.Write(Document.draft(current.version() + 1, routing, source), outcome));
    }
}
