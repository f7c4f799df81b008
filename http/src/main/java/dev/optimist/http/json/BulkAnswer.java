package dev.optimist.http.json;

import dev.optimist.core.document.Document;
import dev.optimist.core.document.Outcome;
import dev.optimist.core.document.WriteResult;
import org.jspecify.annotations.Nullable;

/** The items of a bulk answer in compact JSON, one after the other, and whether one of them failed. Not thread-safe. */
public final class BulkAnswer {
    private static final int ITEM_BYTES = 256;

    private final Output plain;
    private final boolean forcedRefresh;
    private AnswerBuffer items = new AnswerBuffer(0);
    private boolean any;
    private boolean errors;

    /**
     * @param forcedRefresh whether written items say so
     */
    public BulkAnswer(ApiVersion version, boolean forcedRefresh) {
        this.plain = Output.plain(version);
        this.forcedRefresh = forcedRefresh;
    }

    /** Appends what a write did. */
    public void written(BulkAction action, WriteResult result, @Nullable SourceFilter get) {
        begin(action);
        DocumentAnswer.appendWrite(items, plain.version(), result, action.type(), forcedRefresh);
        if (get != null && get.fetch() && result.state() instanceof Document document) {
            items.raw(",\"get\":{\"_seq_no\":").number(document.seqNo());
            items.raw(",\"_primary_term\":").number(document.primaryTerm());
            items.raw(",\"found\":true,\"_source\":").raw(DocumentAnswer.source(plain, document.source(), get));
            items.raw("}");
        }
        if (plain.version() == ApiVersion.V8_AS_7) {
            items.raw(",\"_type\":").string(action.type());
        }
        if (action.listExecutedPipelines() && action.kind() != BulkAction.Kind.DELETE) {
            items.raw(",\"executed_pipelines\":[]");
        }
        items.raw(",\"status\":").number(status(result.outcome())).raw("}}");
    }

    /**
     * Appends a failure.
     *
     * @param id null where there is none
     * @param error the object that says what went wrong
     */
    public void failed(BulkAction action, @Nullable String id, int status, byte[] error) {
        errors = true;
        begin(action);
        items.raw("{\"_index\":").string(String.valueOf(action.index()));
        if (plain.version().hasTypes()) {
            items.raw(",\"_type\":").string(action.type());
        }
        items.raw(",\"_id\":");
        if (id == null) {
            items.raw("null");
        } else {
            items.string(id);
        }
        items.raw(",\"status\":").number(status);
        items.raw(",\"error\":").raw(error).raw("}}");
    }

    private void begin(BulkAction action) {
        items.raw(any ? ",{\"" : "{\"").raw(action.kind().wireName()).raw("\":");
        any = true;
    }

    private static int status(Outcome outcome) {
        return switch (outcome) {
            case CREATED -> 201;
            case NOT_FOUND -> 404;
            case UPDATED, DELETED, NOOP -> 200;
        };
    }

    /** Returns what was appended since the last call. */
    public byte[] take() {
        byte[] taken = items.toBytes();
        items = new AnswerBuffer(Math.max(ITEM_BYTES, taken.length));
        return taken;
    }

    /** Returns what stands before the items. */
    public byte[] head(long tookMillis) {
        AnswerBuffer head = new AnswerBuffer(64);
        String truth = Boolean.toString(errors);
        return plain.version().legacy()
                ? head.raw("{\"took\":")
                        .number(tookMillis)
                        .raw(",\"errors\":" + truth + ",\"items\":[")
                        .toBytes()
                : head.raw("{\"errors\":" + truth + ",\"took\":")
                        .number(tookMillis)
                        .raw(",\"items\":[")
                        .toBytes();
    }
}
