package dev.optimist.core.update;

import dev.optimist.core.document.Document;
import dev.optimist.core.document.DocumentState;
import dev.optimist.core.document.Outcome;
import dev.optimist.core.document.Source;
import dev.optimist.core.engine.Decision;
import dev.optimist.core.source.JsonMaps;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a partial document makes of the document it finds.
 *
 * @param routing the custom routing of the request, kept with a new document
 * @param doc merged into the current source
 * @param upsert stored as it is where there is no document
 * @param docAsUpsert whether {@code doc} is stored where there is no document
 * @param detectNoop whether a merge that changes nothing is not written
 */
public record DocumentUpdate(
        @Nullable String routing, Source doc, @Nullable Source upsert, boolean docAsUpsert, boolean detectNoop) {

    /** What there is to do. */
    public sealed interface Plan {
        /** Write the result. */
        record Write(Decision.Write decision) implements Plan {}

        /** Leave the document as it is, for the merge changes nothing. */
        enum Nothing implements Plan {
            NOOP,
            /** There is no document, and nothing to store instead. */
            MISSING
        }
    }

    /** Plans the update of a state. */
    public Plan plan(DocumentState current) {
        return current instanceof Document document ? merge(document) : create(current);
    }

    private Plan create(DocumentState current) {
        return initial()
                .<Plan>map(source -> write(current, routing, source, Outcome.CREATED))
                .orElse(Plan.Nothing.MISSING);
    }

    private Optional<Source> initial() {
        return docAsUpsert ? Optional.of(doc) : Optional.ofNullable(upsert);
    }

    private Plan merge(Document document) {
        Map<String, Object> merged = JsonMaps.read(document.source());
        boolean changed = Merge.into(merged, JsonMaps.read(doc));
        if (!changed && detectNoop) {
            return Plan.Nothing.NOOP;
        }
        return write(document, document.routing(), new Source(JsonMaps.write(merged)), Outcome.UPDATED);
    }

    private static Plan write(DocumentState current, @Nullable String routing, Source source, Outcome outcome) {
        return new Plan.Write(new Decision.Write(Document.draft(current.version() + 1, routing, source), outcome));
    }
}
