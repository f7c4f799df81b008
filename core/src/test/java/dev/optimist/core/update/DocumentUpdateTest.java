package dev.optimist.core.update;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.optimist.core.document.Absent;
import dev.optimist.core.document.Document;
import dev.optimist.core.document.DocumentState;
import dev.optimist.core.document.Outcome;
import dev.optimist.core.document.Source;
import dev.optimist.core.document.Tombstone;
import dev.optimist.core.engine.Decision;
import dev.optimist.core.engine.TestEngine;
import dev.optimist.core.store.InMemoryStore;
import dev.optimist.core.update.Updates.Target;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class DocumentUpdateTest {
    private static final Document CURRENT = new Document(3, 7, 1, "kept", Source.of("{ \"a\" : 1.50 }"));
    private static final Tombstone DELETED = new Tombstone(4, 8, 1, 0);

    private static final Target TARGET = new Target("i", new TestEngine(InMemoryStore.ofOneWriter()).shard(), "1");

    private static Plan plan(DocumentUpdate update, DocumentState current) {
        return requireNonNull(update.plan(TARGET, current).block(), "a plan");
    }

    private static DocumentUpdate doc(String doc) {
        return new DocumentUpdate("asked", Source.of(doc), null, /* docAsUpsert= */ false, /* detectNoop= */ true);
    }

    private static DocumentUpdate upsert(@Nullable String upsert, boolean docAsUpsert) {
        return new DocumentUpdate(
                "asked",
                Source.of("{ \"b\" : 2 }"),
                upsert == null ? null : Source.of(upsert),
                docAsUpsert,
                /* detectNoop= */ true);
    }

    private static Plan write(long version, String routing, String source, Outcome outcome) {
        return new Plan.Write(new Decision.Write(Document.draft(version, routing, Source.of(source)), outcome));
    }

    @Test
    void plan_document_mergesAndKeepsItsRouting() {
        assertThat(plan(doc("{\"b\":2}"), CURRENT)).isEqualTo(write(4, "kept", "{\"a\":1.5,\"b\":2}", Outcome.UPDATED));
    }

    @Test
    void plan_nothingChanges_isANoop() {
        assertThat(plan(doc("{\"a\":1.5}"), CURRENT)).isEqualTo(Plan.Nothing.NOOP);
        assertThat(plan(doc("{}"), CURRENT)).isEqualTo(Plan.Nothing.NOOP);
    }

    @Test
    void plan_nothingChangesButNoopsAreNotLookedFor_writes() {
        DocumentUpdate update = new DocumentUpdate(null, Source.of("{}"), null, false, /* detectNoop= */ false);

        assertThat(plan(update, CURRENT)).isEqualTo(write(4, "kept", "{\"a\":1.5}", Outcome.UPDATED));
    }

    @Test
    void plan_noDocumentAndNothingToStore_isMissing() {
        assertThat(plan(doc("{}"), Absent.ABSENT)).isEqualTo(Plan.Nothing.MISSING);
        assertThat(plan(doc("{}"), DELETED)).isEqualTo(Plan.Nothing.MISSING);
    }

    @Test
    void plan_noDocument_storesTheUpsertByteForByte() {
        assertThat(plan(upsert("{ \"u\" : 1 }", false), Absent.ABSENT))
                .isEqualTo(write(1, "asked", "{ \"u\" : 1 }", Outcome.CREATED));
    }

    @Test
    void plan_docAsUpsert_goesBeforeTheUpsert() {
        assertThat(plan(upsert("{ \"u\" : 1 }", true), Absent.ABSENT))
                .isEqualTo(write(1, "asked", "{ \"b\" : 2 }", Outcome.CREATED));
    }

    @Test
    void plan_tombstone_continuesItsVersion() {
        assertThat(plan(upsert(null, true), DELETED)).isEqualTo(write(5, "asked", "{ \"b\" : 2 }", Outcome.CREATED));
    }

    @Test
    void plan_documentWithHalfASurrogatePair_keepsIt() {
        DocumentState current = new Document(1, 0, 1, null, Source.of("{\"a\":\"\\ud83d\",\"e\":\"é\"}"));

        assertThat(plan(doc("{\"b\":2}"), current))
                .as("accepted when it was indexed, so it must be updatable too")
                .isEqualTo(new Plan.Write(new Decision.Write(
                        Document.draft(2, null, Source.of("{\"a\":\"\\uD83D\",\"e\":\"é\",\"b\":2}")),
                        Outcome.UPDATED)));
    }
}
