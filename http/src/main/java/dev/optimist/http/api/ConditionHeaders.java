package dev.optimist.http.api;

import dev.optimist.core.document.DocumentState;
import dev.optimist.core.document.EntityTags;
import dev.optimist.core.document.Preconditions;
import dev.optimist.core.document.WriteCondition;
import dev.optimist.core.error.ErrorKind;
import dev.optimist.core.error.RequestException;
import dev.optimist.http.json.EntityTag;
import dev.optimist.http.json.EntityTag.Comparison;
import dev.optimist.http.json.Output;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The conditions that HTTP itself has words for (RFC 9110, section 13), as they stand in the request. */
record ConditionHeaders(
        @Nullable EntityTags ifMatch, @Nullable EntityTags ifNoneMatch) {
    static final ConditionHeaders NONE = new ConditionHeaders(null, null);
    private static final int NOT_MODIFIED = 304;
    private static final byte[] NO_BODY = new byte[0];

    static ConditionHeaders read(Request request) {
        EntityTags ifMatch = tags(request, "If-Match", Comparison.STRONG);
        EntityTags ifNoneMatch = tags(request, "If-None-Match", Comparison.WEAK);
        return ifMatch == null && ifNoneMatch == null ? NONE : new ConditionHeaders(ifMatch, ifNoneMatch);
    }

    private static @Nullable EntityTags tags(Request request, String name, Comparison comparison) {
        if (request.header(name) == null) {
            return null;
        }
        List<String> values = request.headers().all(name);
        return EntityTag.parse(name, String.join(", ", values), comparison);
    }

    /** Returns whether the write is for certain revisions, so that it would be in vain to try it again. */
    boolean namesRevisions() {
        return ifMatch != null && !ifMatch.any();
    }

    /** Returns the condition of a write that must meet these and what its parameters ask: these first. */
    WriteCondition and(WriteCondition further) {
        return equals(NONE) ? further : new Preconditions(ifMatch, ifNoneMatch, further);
    }

    /**
     * Returns the 304 of a read whose client has the document, or nothing; throws precondition_failed_exception where
     * {@code If-Match} does not hold.
     */
    Optional<Response> judge(String id, DocumentState live, Output output) {
        if (equals(NONE)) {
            return Optional.empty();
        }
        if (ifMatch != null && !ifMatch.match(live)) {
            String reason = new Preconditions(ifMatch, /* ifNoneMatch= */ null, WriteCondition.none()).failure(live);
            throw RequestException.of(ErrorKind.PRECONDITION_FAILED, "[" + id + "]: " + reason);
        }
        return ifNoneMatch != null && ifNoneMatch.match(live)
                ? Optional.of(new Response(NOT_MODIFIED, NO_BODY, output.mediaType(), tag(live)))
                : Optional.empty();
    }

    /** Returns the header that names the state of a document. */
    static Map<String, String> tag(DocumentState live) {
        return Map.of("ETag", EntityTag.of(live.seqNo(), live.primaryTerm()));
    }
}
