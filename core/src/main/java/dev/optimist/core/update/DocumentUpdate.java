package dev.optimist.core.update;

import dev.optimist.core.document.Document;
import dev.optimist.core.document.DocumentState;
import dev.optimist.core.document.Outcome;
import dev.optimist.core.document.Source;
import dev.optimist.core.source.JsonMaps;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

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
        @Nullable String routing, Source doc, @Nullable Source upsert, boolean docAsUpsert, boolean detectNoop)
        implements Update {

    @Override
    public Mono<Plan> plan(Updates.Target target, DocumentState current) {
        return Mono.fromSupplier(() -> plan(current));
    }

    @Override
    public boolean takesTurns() {
        return false;
    }

    Plan plan(DocumentState current) {
        return current instanceof Document document ? merge(document) : create(current);
    }

    private Plan create(DocumentState current) {
        return initial()
                .<Plan>map(source -> Update.write(current, routing, source, Outcome.CREATED))
                .orElse(Plan.Nothing.MISSING);
    }

    private Optional<Source> initial() {
        return docAsUpsert ? Optional.of(doc) : Optional.ofNullable(upsert);
    }

    private Plan merge(Document document) {
        byte[] source = document.source().bytes();
        byte[] plain = PlainMerge.merge(source, doc.bytes());
        return plain == null ? mergeMaps(document) : planned(document, plain, plain != source);
    }

    private Plan mergeMaps(Document document) {
        Map<String, Object> merged = JsonMaps.read(document.source());
        boolean changed = Merge.into(merged, JsonMaps.read(doc));
        return changed || !detectNoop ? planned(document, JsonMaps.write(merged), changed) : Plan.Nothing.NOOP;
    }

    private Plan planned(Document document, byte[] merged, boolean changed) {
        return changed || !detectNoop
                ? Update.write(document, document.routing(), new Source(merged), Outcome.UPDATED)
                : Plan.Nothing.NOOP;
    }
}
