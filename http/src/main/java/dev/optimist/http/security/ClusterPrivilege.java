package dev.optimist.http.security;

import static dev.optimist.http.security.Action.startingWith;

import dev.optimist.core.error.RequestException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** Elasticsearch's privileges on the whole, as far as there is something here that they allow; narrow ones first. */
@SuppressWarnings("ImmutableEnumChecker") // copied, never changed
public enum ClusterPrivilege {
    NONE(Set.of()),
    MONITOR(startingWith(false, "cluster:monitor/")),
    MANAGE_INDEX_TEMPLATES(startingWith(false, "indices:admin/index_template/", "cluster:admin/component_template/")),
    READ_SECURITY(Action.of(Action.GET_USER, Action.GET_API_KEY)),
    MANAGE_OWN_API_KEY(
            Action.of(Action.CREATE_API_KEY, Action.GET_API_KEY, Action.UPDATE_API_KEY, Action.INVALIDATE_API_KEY)),
    MANAGE_API_KEY(startingWith(false, "cluster:admin/xpack/security/api_key/")),
    MANAGE_SECURITY(startingWith(false, "cluster:admin/xpack/security/")),
    MANAGE(allBut(startingWith(false, "cluster:admin/xpack/security/"))),
    ALL(startingWith(false, "cluster:", "indices:"));

    private final Set<Action> actions;

    ClusterPrivilege(Set<Action> actions) {
        this.actions = Set.copyOf(actions);
    }

    private static Set<Action> allBut(Set<Action> exceptions) {
        Set<Action> rest = EnumSet.copyOf(startingWith(false, "cluster:", "indices:"));
        rest.removeAll(exceptions);
        rest.remove(Action.UNDECLARED);
        return rest;
    }

    Set<Action> actions() {
        return actions;
    }

    String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Finds a privilege by its name; an illegal_argument_exception names those that there are. */
    static ClusterPrivilege named(String name) {
        return Arrays.stream(values())
                .filter(privilege -> privilege.wireName().equals(name))
                .findFirst()
                .orElseThrow(() -> RequestException.illegalArgument("unknown cluster privilege [" + name
                        + "]. a privilege must be one of the predefined cluster privilege names [" + names() + "]"));
    }

    static String names() {
        return Arrays.stream(values()).map(ClusterPrivilege::wireName).collect(Collectors.joining(","));
    }

    /** Returns the names of the privileges that allow an action, narrow ones first. */
    static List<String> granting(Action action) {
        return Arrays.stream(values())
                .filter(privilege -> privilege.actions.contains(action))
                .map(ClusterPrivilege::wireName)
                .toList();
    }
}
