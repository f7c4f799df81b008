package dev.optimist.core.service;

import dev.optimist.core.document.Source;
import dev.optimist.core.document.WriteCondition;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Change a part of a document.
 *
 * @param condition none, a revision, or (compatibility mode 6) a version
 * @param retryOnConflict how many times to try again after a lost race, at least 0
 */
public record UpdateCommand(
        String index,
        String id,
        @Nullable String routing,
        Change change,
        WriteCondition condition,
        int retryOnConflict,
        boolean requireAlias)
        implements WriteCommand {
    /** What to do with the document. */
    public sealed interface Change {}

    /**
     * Merge a partial document.
     *
     * @param doc merged into the current source
     * @param upsert the source to store where there is no document, or null
     * @param docAsUpsert whether {@code doc} is stored where there is no document
     * @param detectNoop whether a merge that changes nothing is not written
     */
    public record Merge(Source doc, @Nullable Source upsert, boolean docAsUpsert, boolean detectNoop)
            implements Change {}

    /**
     * Run a script.
     *
     * @param upsert the source to store, or to run the script on, where there is no document, or null
     * @param scriptedUpsert whether the script runs on {@code upsert}
     * @param strict whether the script can change nothing but the source and the operation
     */
    public record Run(ScriptCall script, @Nullable Source upsert, boolean scriptedUpsert, boolean strict)
            implements Change {
        /** Makes the change of an update of one document, whose script may leave what it likes in {@code ctx}. */
        public Run(ScriptCall script, @Nullable Source upsert, boolean scriptedUpsert) {
            this(script, upsert, scriptedUpsert, /* strict= */ false);
        }
    }

    /** Which script to run, with which {@code params}. */
    public sealed interface ScriptCall {
        Map<String, Object> params();

        /** A script that stands in the request. */
        record Inline(String lang, String source, Map<String, Object> params) implements ScriptCall {}

        /** A script that was stored before. */
        record Stored(String id, Map<String, Object> params) implements ScriptCall {}
    }

    /** Makes the command of a merge. */
    public UpdateCommand(
            String index,
            String id,
            @Nullable String routing,
            Source doc,
            @Nullable Source upsert,
            boolean docAsUpsert,
            boolean detectNoop,
            WriteCondition condition,
            int retryOnConflict,
            boolean requireAlias) {
        this(
                index,
                id,
                routing,
                new Merge(doc, upsert, docAsUpsert, detectNoop),
                condition,
                retryOnConflict,
                requireAlias);
    }
}
