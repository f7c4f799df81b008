package dev.optimist.http.api;

import dev.optimist.http.route.Parameters;
import dev.optimist.http.route.VersionType;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The parameters that every read of a document has. Reads are always realtime: {@code refresh} changes nothing. */
record ReadParameters(String index, String id, @Nullable String routing, long version, VersionType versionType) {
    static final Set<String> NAMES =
            Set.of("routing", "preference", "realtime", "refresh", "version", "version_type", "force_synthetic_source");

    static ReadParameters read(Request request) {
        Parameters parameters = request.parameters();
        String index = DocumentRequest.index(request);
        String id = parameters.required(DocumentRequest.ID);
        parameters.bool("refresh", /* absent= */ false);
        String routing = parameters.string("routing");
        parameters.string("preference");
        parameters.bool("realtime", /* absent= */ true);
        parameters.bool("force_synthetic_source", /* absent= */ false);
        return new ReadParameters(
                index, id, routing, ConditionParameters.version(parameters), parameters.versionType());
    }

    void validate() {
        boolean valid = version == ConditionParameters.ANY_VERSION
                || (versionType == VersionType.INTERNAL ? version > 0 : version >= 0);
        if (!valid) {
            new Validation()
                    .refuseIf(true, "illegal version value [" + version + "] for version type [" + versionType + "]")
                    .check();
        }
    }

    @Nullable
    Long wantedVersion() {
        return version == ConditionParameters.ANY_VERSION ? null : version;
    }
}
