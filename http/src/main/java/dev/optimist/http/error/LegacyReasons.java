package dev.optimist.http.error;

import dev.optimist.core.error.DocumentException;
import dev.optimist.core.error.IndexException;
import dev.optimist.core.error.IndexException.Lookup;
import dev.optimist.http.json.ApiVersion;

/** The sentences that versions before 8 say otherwise. */
final class LegacyReasons {
    private static final String CHARACTERS = "[' ','\"','*',',','/','<','>','?','\\','|']";
    private static final String LEGACY_CHARACTERS = "[ , \", *, \\, <, |, ,, >, /, ?]";

    private LegacyReasons() {}

    static String of(DocumentException failure, ApiVersion version) {
        String reason = failure.reason();
        return switch (failure.kind()) {
            case DOCUMENT_MISSING -> "[_doc]" + reason;
            case VERSION_CONFLICT -> version == ApiVersion.V6 ? "[_doc]" + reason : reason;
            case DOCUMENT_PARSING -> "failed to parse";
            case ROUTING_MISSING -> reason.replaceFirst("]/\\[", "]/[_doc]/[");
            case INVALID_INDEX_NAME -> reason.replace(CHARACTERS, LEGACY_CHARACTERS);
            case INDEX_NOT_FOUND -> lookedUp(failure, reason);
            default -> reason;
        };
    }

    // No advice on names that start with a hyphen.
    private static String lookedUp(DocumentException failure, String reason) {
        return failure instanceof IndexException index && index.lookup() != Lookup.NONE
                ? "no such index [" + index.index() + "]"
                : reason;
    }
}
