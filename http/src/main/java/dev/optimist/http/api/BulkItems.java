package dev.optimist.http.api;

import dev.optimist.core.document.Source;
import dev.optimist.core.document.WriteCondition;
import dev.optimist.core.error.DocumentException;
import dev.optimist.core.error.RequestException;
import dev.optimist.core.service.BulkItem;
import dev.optimist.core.service.DeleteCommand;
import dev.optimist.core.service.IndexCommand;
import dev.optimist.core.service.WriteCommand;
import dev.optimist.http.json.ApiVersion;
import dev.optimist.http.json.BulkAction;
import dev.optimist.http.json.BulkAction.Kind;
import dev.optimist.http.json.BulkEntry;
import dev.optimist.http.json.ContentType;
import dev.optimist.http.json.DocumentBody;
import dev.optimist.http.json.UpdateBody;
import dev.optimist.http.route.VersionType;
import dev.optimist.http.security.Action;
import dev.optimist.http.security.Permit;
import java.time.Clock;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Checks the entries of a bulk request as they arrive, and makes them into the items that the service carries out. */
final class BulkItems {
    private final ApiVersion version;
    private final ContentType type;
    private final boolean quoteInErrors;
    private final Permit permit;
    private final Validation validation = new Validation();
    private boolean any;

    /**
     * @param type the format of the documents
     * @param quoteInErrors whether the texts of errors may quote documents
     * @param permit what the request may touch
     */
    BulkItems(ApiVersion version, ContentType type, boolean quoteInErrors, Permit permit) {
        this.version = version;
        this.type = type;
        this.quoteInErrors = quoteInErrors;
        this.permit = permit;
    }

    /** Takes note of what is wrong with an entry; throws what refuses the request at once. */
    void check(BulkEntry entry) {
        any = true;
        BulkAction action = entry.action();
        ConditionParameters.checkSeqNo(action.ifSeqNo());
        ConditionParameters.checkTerm(action.ifPrimaryTerm());
        validation.refuseIf(action.index() == null, "index is missing");
        switch (action.kind()) {
            case INDEX, CREATE -> checkIndex(action);
            case UPDATE -> checkUpdate(entry);
            case DELETE -> checkDelete(action);
            case UNKNOWN -> throw new IllegalStateException("an action that was passed over");
        }
    }

    /** Throws what is wrong with the whole. */
    void checkAll() {
        if (!any) {
            validation.refuseIf(true, "no requests added");
        }
        validation.check();
    }

    private void checkIndex(BulkAction action) {
        ConditionParameters condition = condition(action);
        boolean versioned = condition.versionType() != VersionType.INTERNAL || condition.hasVersion();
        if (action.kind() == Kind.INDEX) {
            validation.refuseIf(
                    action.id() == null && versioned, "an id must be provided if version type or value are set");
        }
        IndexDocument.validate(validation, action.kind() == Kind.CREATE, condition, action.id(), version);
    }

    private void checkUpdate(BulkEntry entry) {
        BulkAction action = entry.action();
        boolean versioned = action.versionType() != VersionType.INTERNAL || action.version() != BulkAction.ANY_VERSION;
        if (versioned && version != ApiVersion.V6) {
            throw RequestException.illegalArgument("Update requests do not support versioning. Please use"
                    + " `if_seq_no` and `if_primary_term` instead");
        }
        checkId(action);
        update(entry).validate(validation, action.id(), version);
        UpdateBody body = Objects.requireNonNull(entry.update());
        if (body.script() != null) {
            ScriptBody.read(body.script());
        }
    }

    private void checkDelete(BulkAction action) {
        checkId(action);
        condition(action).validate(validation, version);
    }

    private void checkId(BulkAction action) {
        String id = action.id();
        validation.refuseIf(id == null || id.isEmpty(), "id is missing");
    }

    private static ConditionParameters condition(BulkAction action) {
        return new ConditionParameters(
                action.version(), action.versionType(), action.ifSeqNo(), action.ifPrimaryTerm());
    }

    private static UpdateArguments update(BulkEntry entry) {
        BulkAction action = entry.action();
        UpdateBody body = Objects.requireNonNull(entry.update());
        return UpdateArguments.of(condition(action), action.retryOnConflict(), /* docAsUpsert= */ false, body);
    }

    /** Makes an entry of a request that is well into an item. */
    BulkItem item(BulkEntry entry) {
        BulkAction action = entry.action();
        String index = DateMathName.resolve(Objects.requireNonNull(action.index()), Clock.systemUTC());
        try {
            requirePermitted(action, index);
            IndexDocument.requirePipeline(action.kind() == Kind.DELETE ? null : action.pipeline());
        } catch (DocumentException refusal) {
            return new BulkItem.Refused(index, action.requireAlias(), /* makesIndex= */ false, refusal);
        }
        try {
            return new BulkItem.Write(command(entry, index));
        } catch (DocumentException malformed) {
            return new BulkItem.Refused(index, action.requireAlias(), /* makesIndex= */ true, malformed);
        }
    }

    private void requirePermitted(BulkAction action, String index) {
        switch (action.kind()) {
            case INDEX -> permit.requireWriteOn(action.id() == null ? Action.CREATE : Action.INDEX, index);
            case CREATE -> permit.requireWriteOn(Action.CREATE, index);
            case UPDATE -> permit.requireWriteOn(Action.UPDATE, index);
            case DELETE -> permit.requireOn(Action.DELETE, index);
            case UNKNOWN -> throw new IllegalStateException("an action that was passed over");
        }
        if (action.sourceOnConflict()) {
            permit.requireOn(Action.GET, index); // a conflict shows the document
        }
    }

    private WriteCommand command(BulkEntry entry, String index) {
        BulkAction action = entry.action();
        return switch (action.kind()) {
            case INDEX, CREATE -> index(entry, index);
            case UPDATE ->
                update(entry)
                        .command(index, id(action), action.routing(), action.requireAlias(), ConditionHeaders.NONE);
            case DELETE ->
                new DeleteCommand(
                        index, id(action), action.routing(), condition(action).condition());
            case UNKNOWN -> throw new IllegalStateException("an action that was passed over");
        };
    }

    private IndexCommand index(BulkEntry entry, String index) {
        BulkAction action = entry.action();
        String id = action.id();
        if (id != null && id.isEmpty()) {
            throw RequestException.illegalArgument("if _id is specified it must not be empty");
        }
        Source source = source(entry.source(), id);
        WriteCondition condition = action.kind() == Kind.CREATE
                ? WriteCondition.mustNotExist()
                : condition(action).condition();
        return new IndexCommand(index, id, action.routing(), source, condition, action.requireAlias());
    }

    private Source source(byte[] source, @Nullable String id) {
        return DocumentBody.validate(source, type, version, id, quoteInErrors);
    }

    private static String id(BulkAction action) {
        return Objects.requireNonNull(action.id());
    }
}
