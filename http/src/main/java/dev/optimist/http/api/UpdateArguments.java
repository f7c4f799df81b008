package dev.optimist.http.api;

import dev.optimist.core.document.Revision;
import dev.optimist.core.document.Source;
import dev.optimist.core.service.UpdateCommand;
import dev.optimist.http.json.ApiVersion;
import dev.optimist.http.json.UpdateBody;
import dev.optimist.http.route.VersionType;
import org.jspecify.annotations.Nullable;

/**
 * What an update asks for, in its parameters and its body together.
 *
 * @param condition that of the body, where it names one
 * @param docAsUpsert whether parameter or body says so
 */
record UpdateArguments(ConditionParameters condition, int retryOnConflict, boolean docAsUpsert, UpdateBody body) {
    private static final Source NO_CHANGE = Source.of("{}");

    static UpdateArguments of(
            ConditionParameters condition, int retryOnConflict, boolean docAsUpsert, UpdateBody body) {
        return new UpdateArguments(merged(condition, body), retryOnConflict, docAsUpsert || body.docAsUpsert(), body);
    }

    private static ConditionParameters merged(ConditionParameters condition, UpdateBody body) {
        long seqNo = body.ifSeqNo() == Revision.UNASSIGNED_SEQ_NO
                ? condition.ifSeqNo()
                : ConditionParameters.checkSeqNo(body.ifSeqNo());
        long primaryTerm = body.ifPrimaryTerm() == Revision.UNASSIGNED_PRIMARY_TERM
                ? condition.ifPrimaryTerm()
                : ConditionParameters.checkTerm(body.ifPrimaryTerm());
        return new ConditionParameters(condition.version(), VersionType.INTERNAL, seqNo, primaryTerm);
    }

    /** Finds what is wrong, in the order in which answers list it. */
    Validation validate(Validation validation, @Nullable String id, ApiVersion api) {
        return validate(validation, id, api, /* namesRevisions= */ false);
    }

    /**
     * Finds what is wrong, in the order in which answers list it.
     *
     * @param namesRevisions whether the request's headers are conditions that a retry cannot meet
     */
    Validation validate(Validation validation, @Nullable String id, ApiVersion api, boolean namesRevisions) {
        boolean compares = condition.comparesSeqNo();
        condition.validate(validation, api);
        validation
                .refuseIf(
                        condition.hasVersion() && retryOnConflict > 0,
                        "can't provide both retry_on_conflict and a specific version")
                .refuseIf(
                        (compares || namesRevisions) && retryOnConflict > 0,
                        "compare and write operations can not be retried")
                .refuseIf(compares && docAsUpsert, "compare and write operations can not be used with upsert")
                .refuseIf(
                        compares && body.upsert() != null,
                        "upsert requests don't support `if_seq_no` and `if_primary_term`")
                .refuseIf(body.script() == null && body.doc() == null, "script or doc is missing")
                .refuseIf(body.script() != null && body.doc() != null, "can't provide both script and doc")
                .refuseIf(body.doc() == null && docAsUpsert, "doc must be specified if doc_as_upsert is enabled");
        return id != null && (docAsUpsert || body.upsert() != null)
                ? ConditionParameters.validateId(validation, id)
                : validation;
    }

    /** Returns the command that this means once it is valid; throws where its script cannot be read. */
    UpdateCommand command(
            String index, String id, @Nullable String routing, boolean requireAlias, ConditionHeaders headers) {
        return new UpdateCommand(
                index,
                id,
                routing,
                change(),
                headers.and(condition.condition()),
                Math.max(0, retryOnConflict),
                requireAlias);
    }

    private UpdateCommand.Change change() {
        if (body.script() != null) {
            return new UpdateCommand.Run(ScriptBody.read(body.script()), body.upsert(), body.scriptedUpsert());
        }
        Source doc = body.doc();
        return new UpdateCommand.Merge(doc == null ? NO_CHANGE : doc, body.upsert(), docAsUpsert, body.detectNoop());
    }
}
