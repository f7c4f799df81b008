package dev.optimist.http.api;

import dev.optimist.core.document.Revision;
import dev.optimist.core.document.WriteCondition;
import dev.optimist.core.error.RequestException;
import dev.optimist.http.json.ApiVersion;
import dev.optimist.http.route.Parameters;
import dev.optimist.http.route.VersionType;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/**
 * The parameters that make a write conditional, as they stand in the request.
 *
 * @param version {@link #ANY_VERSION} where there is none
 * @param ifSeqNo {@link Revision#UNASSIGNED_SEQ_NO} where there is none
 * @param ifPrimaryTerm {@link Revision#UNASSIGNED_PRIMARY_TERM} where there is none
 */
record ConditionParameters(long version, VersionType versionType, long ifSeqNo, long ifPrimaryTerm) {
    static final Set<String> NAMES = Set.of("version", "version_type", "if_seq_no", "if_primary_term");

    /** Elasticsearch's {@code Versions.MATCH_ANY}, which its messages show. */
    static final long ANY_VERSION = -3;

    private static final int ID_BYTES_MAX = 512;

    static ConditionParameters read(Parameters parameters) {
        ConditionParameters read = new ConditionParameters(
                version(parameters),
                parameters.versionType(),
                checkSeqNo(parameters.longValue("if_seq_no", Revision.UNASSIGNED_SEQ_NO)),
                checkTerm(parameters.longValue("if_primary_term", Revision.UNASSIGNED_PRIMARY_TERM)));
        return read;
    }

    /** Looks before it reads, as Elasticsearch does: no hint leads to {@code version}. */
    static long version(Parameters parameters) {
        return parameters.has("version") ? parameters.longValue("version", ANY_VERSION) : ANY_VERSION;
    }

    static long checkSeqNo(long seqNo) {
        if (seqNo < 0 && seqNo != Revision.UNASSIGNED_SEQ_NO) {
            throw RequestException.illegalArgument("sequence numbers must be non negative. got [" + seqNo + "].");
        }
        return seqNo;
    }

    static long checkTerm(long primaryTerm) {
        if (primaryTerm < 0) {
            throw RequestException.illegalArgument("primary term must be non negative. got [" + primaryTerm + "]");
        }
        return primaryTerm;
    }

    boolean comparesSeqNo() {
        return ifSeqNo != Revision.UNASSIGNED_SEQ_NO;
    }

    boolean comparesTerm() {
        return ifPrimaryTerm != Revision.UNASSIGNED_PRIMARY_TERM;
    }

    boolean hasVersion() {
        return version != ANY_VERSION;
    }

    /** Finds what is wrong with these parameters, in the order in which answers list it. */
    Validation validate(Validation validation, ApiVersion api) {
        boolean internal = versionType == VersionType.INTERNAL;
        if (internal && !hasVersion() && comparesSeqNo() == comparesTerm()) {
            return validation; // what nearly every request says: no sentence is made for it
        }
        return validation
                .refuseIf(!validVersion(), illegalVersion())
                .refuseIf(
                        internal && hasVersion() && api != ApiVersion.V6,
                        "internal versioning can not be used for optimistic concurrency control. Please use"
                                + " `if_seq_no` and `if_primary_term` instead")
                .refuseIf(
                        comparesSeqNo() && (!internal || hasVersion()),
                        "compare and write operations can not use versioning")
                .refuseIf(comparesSeqNo() && !comparesTerm(), "ifSeqNo is set, but primary term is [0]")
                .refuseIf(
                        !comparesSeqNo() && comparesTerm(),
                        "ifSeqNo is unassigned, but primary term is [" + ifPrimaryTerm + "]");
    }

    /** Finds what is wrong with an id. */
    static Validation validateId(Validation validation, String id) {
        if (id.length() * 3 <= ID_BYTES_MAX) {
            return validation;
        }
        int bytes = id.getBytes(StandardCharsets.UTF_8).length;
        return validation.refuseIf(
                bytes > ID_BYTES_MAX,
                "id [" + id + "] is too long, must be no longer than " + ID_BYTES_MAX + " bytes but was: " + bytes);
    }

    /** Returns the condition that these parameters mean once they are valid. */
    WriteCondition condition() {
        if (comparesSeqNo()) {
            return new WriteCondition.IfSeqNo(ifSeqNo, ifPrimaryTerm);
        }
        if (!hasVersion()) {
            return WriteCondition.none();
        }
        return switch (versionType) {
            case INTERNAL -> new WriteCondition.InternalVersion(version);
            case EXTERNAL -> new WriteCondition.External(version);
            case EXTERNAL_GTE -> new WriteCondition.ExternalGte(version);
        };
    }

    private boolean validVersion() {
        return versionType == VersionType.INTERNAL ? version > 0 || !hasVersion() : version >= 0;
    }

    private String illegalVersion() {
        return "illegal version value [" + version + "] for version type [" + versionType + "]";
    }
}
