package dev.optimist.http.api;

import dev.optimist.core.error.IndexException;
import dev.optimist.core.error.IndexException.Lookup;
import dev.optimist.core.service.DocumentService;

/** Names that versions before 8 look up like any other, where 8 says what is wrong with them. */
final class LegacyNames {
    private LegacyNames() {}

    /** Throws index_not_found_exception for such a name, in such a version. */
    static void require(Request request, String name, Lookup lookup, DocumentService service) {
        boolean strange = name.contains(":") || (lookup == Lookup.SINGLE_DOCUMENT && name.startsWith("_"));
        if (strange
                && request.version().legacy()
                && service.indices().find(name).isEmpty()) {
            throw IndexException.notFound(name, lookup);
        }
    }
}
