package dev.optimist.http.api;

import dev.optimist.core.service.DocumentService;

/** The warning of a write that makes an index whose name starts with a dot. */
final class HiddenNames {
    private HiddenNames() {}

    /** Returns whether a write to this name would make such an index now. */
    static boolean willBeMade(String name, DocumentService service) {
        return name.startsWith(".")
                && service.indices().find(name).isEmpty()
                && service.indices().aliased(name).isEmpty();
    }

    static Response warn(Request request, String name, Response response) {
        String text = "index name [" + name + "] starts with a dot '.', in the next major version, index names starting"
                + " with a dot are reserved for hidden indices and system indices";
        return response.with("Warning", Release.of(request.version()).warning(text));
    }
}
