package dev.optimist.http.security;

import static dev.optimist.http.security.Action.startingWith;

import dev.optimist.core.error.RequestException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** Elasticsearch's privileges on indices, as far as there is something here that they allow; narrow ones first. */
public enum IndexPrivilege {
    NONE(Set.of()),
    READ(startingWith(true, "indices:data/read/")),
    CREATE_DOC(Action.of(Action.CREATE, Action.BULK)),
    CREATE(Action.of(Action.CREATE, Action.INDEX, Action.BULK)),
    DELETE(Action.of(Action.DELETE, Action.DELETE_BY_QUERY, Action.BULK)),
    INDEX(Action.of(Action.CREATE, Action.INDEX, Action.UPDATE, Action.UPDATE_BY_QUERY, Action.BULK)),
    WRITE(startingWith(true, "indices:data/write/")),
    MONITOR(startingWith(true, "indices:monitor/")),
    VIEW_INDEX_METADATA(Action.of(
            Action.GET_INDEX,
            Action.GET_INDEX_SETTINGS,
            Action.GET_MAPPINGS,
            Action.GET_ALIASES,
            Action.SEARCH_SHARDS)),
    MAINTENANCE(Action.of(Action.REFRESH, Action.FLUSH, Action.FORCE_MERGE)),
    AUTO_CONFIGURE(Action.of(Action.AUTO_CREATE_INDEX)),
    CREATE_INDEX(Action.of(Action.CREATE_INDEX, Action.AUTO_CREATE_INDEX)),
    DELETE_INDEX(Action.of(Action.DELETE_INDEX)),
    MANAGE(startingWith(true, "indices:monitor/", "indices:admin/")),
    ALL(startingWith(true, "indices:"));

    @SuppressWarnings("ImmutableEnumChecker") // a copy that nobody can change
    private final Set<Action> actions;

    IndexPrivilege(Set<Action> actions) {
        this.actions = Set.copyOf(actions);
    }

    Set<Action> actions() {
        return actions;
    }

    String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Finds a privilege by its name; an illegal_argument_exception names those that there are. */
    static IndexPrivilege named(String name) {
        return Arrays.stream(values())
                .filter(privilege -> privilege.wireName().equals(name))
                .findFirst()
                .orElseThrow(() -> RequestException.illegalArgument("unknown index privilege [" + name
                        + "]. a privilege must be one of the predefined fixed indices privileges [" + names() + "]"));
    }

    static String names() {
        return Arrays.stream(values()).map(IndexPrivilege::wireName).collect(Collectors.joining(","));
    }

    /** Returns the names of the privileges that allow an action, narrow ones first. */
    static List<String> granting(Action action) {
        return Arrays.stream(values())
                .filter(privilege -> privilege.actions.contains(action))
                .map(IndexPrivilege::wireName)
                .toList();
    }
}
