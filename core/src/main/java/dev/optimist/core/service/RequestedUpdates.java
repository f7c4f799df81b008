package dev.optimist.core.service;

import dev.optimist.core.error.ErrorKind;
import dev.optimist.core.error.RequestException;
import dev.optimist.core.script.Script;
import dev.optimist.core.update.DocumentUpdate;
import dev.optimist.core.update.ScriptUpdate;
import dev.optimist.core.update.Update;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/** Turns update commands into updates that can be planned: finds stored scripts. */
final class RequestedUpdates {
    private final StoredScripts storedScripts;
    private final Clock clock;

    RequestedUpdates(StoredScripts storedScripts, Clock clock) {
        this.storedScripts = storedScripts;
        this.clock = clock;
    }

    /**
     * Returns what the command asks for, with the routing of a new document; throws where it names a script that is not there.
     */
    Update of(UpdateCommand command, @Nullable String routing) {
        if (command.change() instanceof UpdateCommand.Merge merge) {
            return new DocumentUpdate(routing, merge.doc(), merge.upsert(), merge.docAsUpsert(), merge.detectNoop());
        }
        UpdateCommand.Run run = (UpdateCommand.Run) command.change();
        return new ScriptUpdate(
                storedScripts.scripts(),
                clock,
                routing,
                script(run.script()),
                run.upsert(),
                run.scriptedUpsert(),
                run.strict());
    }

    private Script script(UpdateCommand.ScriptCall call) {
        if (call instanceof UpdateCommand.ScriptCall.Inline inline) {
            return new Script(inline.lang(), inline.source(), inline.params());
        }
        String id = ((UpdateCommand.ScriptCall.Stored) call).id();
        return storedScripts
                .find(id)
                .map(stored -> new Script(stored.lang(), stored.source(), call.params()))
                .orElseThrow(() -> RequestException.illegalArgument("failed to execute script")
                        .causedBy(RequestException.of(
                                ErrorKind.RESOURCE_NOT_FOUND, "unable to find script [" + id + "] in cluster state")));
    }
}
