package dev.optimist.http.json;

import dev.optimist.core.document.Revision;
import dev.optimist.http.route.VersionType;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What an action line of a bulk request asks for.
 *
 * @param version {@link #ANY_VERSION} where there is none
 * @param ifSeqNo {@link Revision#UNASSIGNED_SEQ_NO} where there is none
 * @param ifPrimaryTerm {@link Revision#UNASSIGNED_PRIMARY_TERM} where there is none
 * @param source which part of the document an update's answer shows, or null for what the body of the update says
 * @param sourceOnConflict whether a version conflict shows what the document is now
 */
public record BulkAction(
        Kind kind,
        @Nullable String index,
        String type,
        @Nullable String id,
        @Nullable String routing,
        @Nullable String pipeline,
        long version,
        VersionType versionType,
        long ifSeqNo,
        long ifPrimaryTerm,
        int retryOnConflict,
        @Nullable SourceFilter source,
        boolean requireAlias,
        boolean listExecutedPipelines,
        boolean sourceOnConflict) {
    /** Elasticsearch's {@code Versions.MATCH_ANY}, which its messages show. */
    public static final long ANY_VERSION = -3;

    /** The actions. */
    public enum Kind {
        INDEX,
        CREATE,
        UPDATE,
        DELETE,
        /** An action that versions before 8 pass over, with its source. */
        UNKNOWN;

        private final String wireName = name().toLowerCase(Locale.ROOT);

        /** Returns the name that stands on the line and in the answer. */
        public String wireName() {
            return wireName;
        }

        static Kind named(String name) {
            return switch (name) {
                case "index" -> INDEX;
                case "create" -> CREATE;
                case "update" -> UPDATE;
                case "delete" -> DELETE;
                default -> UNKNOWN;
            };
        }
    }

    /**
     * What holds for lines that do not say otherwise.
     *
     * @param type the mapping type
     */
    public record Defaults(
            @Nullable String index,
            String type,
            @Nullable String routing,
            @Nullable String pipeline,
            @Nullable SourceFilter source,
            boolean requireAlias,
            boolean listExecutedPipelines,
            boolean sourceOnConflict) {}
}
