package dev.optimist.http.api;

import dev.optimist.http.json.ApiVersion;
import java.util.List;

/**
 * The release of Elasticsearch that a version of the API stands for, where answers name one.
 *
 * @param created the id that {@code index.version.created} shows
 */
record Release(String number, String lucene, String minimumWire, String minimumIndex, String created) {
    /** What stands where a build's hash would: clients accept this word. */
    static final String BUILD_HASH = "unknown";

    static final String BUILD_FLAVOR = "default";

    /** What the one node does. */
    static final List<String> ROLES = List.of("data", "master");

    static String buildType(ApiVersion version) {
        return version.hasTypes() ? "tar" : "docker";
    }

    static Release of(ApiVersion version) {
        return switch (version) {
            case V9 -> new Release("9.1.10", "10.2.2", "8.19.0", "8.0.0", "9033000");
            case V8, V8_AS_7 -> new Release("8.19.21", "9.12.3", "7.17.0", "7.0.0", "8537000");
            case V7 -> new Release("7.17.29", "8.11.3", "6.8.0", "6.0.0-beta1", "7172999");
            case V6 -> new Release("6.8.23", "7.7.3", "5.6.0", "5.0.0", "6082399");
        };
    }

    /** Returns a {@code Warning} header that says this. */
    String warning(String text) {
        return "299 Elasticsearch-" + number + "-" + BUILD_HASH + " \"" + text + "\"";
    }
}
