package dev.optimist.http.json;

import dev.optimist.core.document.Revision;
import dev.optimist.core.document.Source;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The body of an {@code _update}.
 *
 * @param doc compact JSON, numbers written anew, as Elasticsearch keeps it
 * @param upsert compact JSON, numbers written anew
 * @param script as it stands in the body, a mere text as {@code source}; null where there is none
 * @param sourceFilter null where the body does not ask for the source
 */
public record UpdateBody(
        @Nullable Source doc,
        @Nullable Source upsert,
        @Nullable Map<String, @Nullable Object> script,
        boolean scriptedUpsert,
        boolean docAsUpsert,
        boolean detectNoop,
        long ifSeqNo,
        long ifPrimaryTerm,
        @Nullable SourceFilter sourceFilter) {
    /** What a request without a body means. */
    public static final UpdateBody EMPTY = new UpdateBody(
            null, null, null, false, false, true, Revision.UNASSIGNED_SEQ_NO, Revision.UNASSIGNED_PRIMARY_TERM, null);

    /** Reads a body; throws a RequestException with the text of Elasticsearch 8 where it is not one. */
    public static UpdateBody parse(byte[] body, ContentType type) {
        return parse(body, type, ApiVersion.V8);
    }

    /** Reads a body; throws a RequestException with Elasticsearch's text where it is not one. */
    public static UpdateBody parse(byte[] body, ContentType type, ApiVersion version) {
        return parse(body, type, version, /* quoteInErrors= */ true);
    }

    /**
     * Reads a body; throws a RequestException with Elasticsearch's text where it is not one.
     *
     * @param quoteInErrors whether that text may quote the body
     */
    public static UpdateBody parse(byte[] body, ContentType type, ApiVersion version, boolean quoteInErrors) {
        return UpdateBodyReader.read(body, type, version, quoteInErrors);
    }
}
