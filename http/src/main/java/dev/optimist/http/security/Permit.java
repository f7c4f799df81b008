package dev.optimist.http.security;

import dev.optimist.core.error.ErrorKind;
import dev.optimist.core.error.RequestException;
import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;

/**
 * What one request may touch, within what it does: endpoints ask it for what the path alone does not say.
 *
 * @param actions what the request does; an index is seen where all of them are allowed on it
 */
public record Permit(Identity identity, List<Action> actions, IndexNamesInUse names, AuditLog audit) {
    /** Everything, to anybody: where nobody is asked who they are. */
    public static final Permit ANYTHING = new Permit(Identity.ANYBODY, List.of(), List::of, AuditLog.NONE);

    @SuppressWarnings("UnnecessaryLambda") // one for all, so that equal options are equal
    private static final Predicate<String> EVERY_INDEX = name -> true;

    /** Returns which indices patterns may find. */
    public Predicate<String> visible() {
        return actions.isEmpty() ? EVERY_INDEX : this::sees;
    }

    private boolean sees(String index) {
        for (Action action : actions) {
            if (action.scope() == Action.Scope.INDEX && !identity.privileges().onIndex(action, index)) {
                return false;
            }
        }
        return true;
    }

    /** Returns the same permit for another action. */
    public Permit doing(Action action) {
        return actions.isEmpty() ? this : new Permit(identity, List.of(action), names, audit);
    }

    /** Throws a security_exception unless the action is allowed on the whole. */
    public void require(Action action) {
        if (!identity.privileges().onCluster(action)) {
            throw refused(action, "", ClusterPrivilege.granting(action), "cluster");
        }
    }

    public boolean allows(Action action) {
        return identity.privileges().onCluster(action);
    }

    /** Throws a security_exception unless there may be indices that the action is allowed on. */
    public void requireAnywhere(Action action) {
        if (!identity.privileges().anywhere(action)) {
            throw refused(action, "", IndexPrivilege.granting(action), "index");
        }
    }

    /** Throws a security_exception unless the action is allowed on the index of this name, or on all behind this alias. */
    public void requireOn(Action action, String name) {
        if (actions.isEmpty()) {
            return;
        }
        List<String> behind = names.behind(name);
        if (behind.isEmpty()) {
            requireNamed(action, name);
        }
        for (String index : behind) {
            if (!identity.privileges().onIndex(action, index)) {
                throw refusedOn(action, name);
            }
        }
    }

    /** As {@link #requireOn} for a write, which makes the index where it is missing. */
    public void requireWriteOn(Action action, String name) {
        requireOn(action, name);
        if (!actions.isEmpty() && names.behind(name).isEmpty()) {
            requireNamed(Action.AUTO_CREATE_INDEX, name);
        }
    }

    /** Throws a security_exception unless the action is allowed on these very names, of aliases say. */
    public void requireNamed(Action action, Collection<String> all) {
        all.forEach(name -> requireNamed(action, name));
    }

    private void requireNamed(Action action, String name) {
        if (!actions.isEmpty() && !identity.privileges().onIndex(action, name)) {
            throw refusedOn(action, name);
        }
    }

    /** Requires the action on every index that an expression names; what its patterns find is for {@link #visible}. */
    public void requireOnNamed(Action action, String expression) {
        if (actions.isEmpty()) {
            return;
        }
        for (String part : expression.split(",", -1)) {
            if (!part.isEmpty() && !part.contains("*") && !part.equals("_all") && !part.startsWith("-")) {
                requireOn(action, part);
            }
        }
    }

    private RequestException refusedOn(Action action, String name) {
        return refused(action, " on indices [" + name + "]", IndexPrivilege.granting(action), "index");
    }

    private RequestException refused(Action action, String where, List<String> granting, String kind) {
        audit.denied(identity, action, where);
        return RequestException.of(
                ErrorKind.SECURITY,
                "action [" + action.wireName() + "] is unauthorized for " + identity.described() + where
                        + ", this action is granted by the " + kind + " privileges [" + String.join(",", granting)
                        + "]");
    }
}
