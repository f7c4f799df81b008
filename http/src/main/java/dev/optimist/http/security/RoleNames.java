package dev.optimist.http.security;

import dev.optimist.core.error.RequestException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Roles, whose names say what they allow: {@code superuser}, a privilege ({@code monitor}), or a privilege and the indices
 * that it is for ({@code read:logs-*}).
 */
public final class RoleNames {
    /** May do everything. */
    public static final String SUPERUSER = "superuser";

    private static final NamePatterns EVERY_INDEX = NamePatterns.of(List.of("*"));

    private RoleNames() {}

    /** Throws an illegal_argument_exception where one of them is no role. */
    public static void check(List<String> roles) {
        privileges(roles);
    }

    static Privileges privileges(List<String> roles) {
        Set<Action> cluster = EnumSet.noneOf(Action.class);
        List<Privileges.IndexGrant> indices = new ArrayList<>();
        roles.forEach(role -> add(role, cluster, indices));
        return Privileges.of(cluster, indices);
    }

    /** Writes a role as Elasticsearch would: what it allows on the whole, and on indices. */
    static Map<String, Object> descriptor(String role) {
        check(List.of(role));
        int colon = role.indexOf(':');
        String name = role.equals(SUPERUSER) ? "all" : colon < 0 ? role : role.substring(0, colon);
        List<String> cluster = colon < 0 && hasCluster(name) ? List.of(name) : List.of();
        if (!hasIndex(name)) {
            return Map.of("cluster", cluster);
        }
        List<String> privileges = switch (name) {
            case "read" -> List.of("read", "view_index_metadata");
            case "create" -> List.of("create_doc", "auto_configure");
            case "write", "index" -> List.of(name, "auto_configure");
            default -> List.of(name);
        };
        String pattern = colon < 0 ? "*" : role.substring(colon + 1);
        return Map.of(
                "cluster", cluster, "indices", List.of(Map.of("names", List.of(pattern), "privileges", privileges)));
    }

    private static void add(String role, Set<Action> cluster, List<Privileges.IndexGrant> indices) {
        int colon = role.indexOf(':');
        String name = colon < 0 ? role : role.substring(0, colon);
        NamePatterns names = colon < 0 ? EVERY_INDEX : NamePatterns.of(List.of(role.substring(colon + 1)));
        if (role.equals(SUPERUSER)) {
            cluster.addAll(ClusterPrivilege.ALL.actions());
            indices.add(new Privileges.IndexGrant(EVERY_INDEX, IndexPrivilege.ALL.actions()));
            return;
        }
        boolean known = false;
        if (colon < 0 && hasCluster(name)) {
            cluster.addAll(ClusterPrivilege.named(name).actions());
            known = true;
        }
        if (hasIndex(name)) {
            indices.add(new Privileges.IndexGrant(names, actions(name)));
            known = true;
        }
        if (!known) {
            throw RequestException.illegalArgument("unknown role [" + role + "]: a role is [" + SUPERUSER
                    + "], a privilege, or a privilege on indices such as [read:logs-*]");
        }
    }

    /** Where somebody may read, the index may be looked at; where somebody may write, the first write makes the index. */
    private static Set<Action> actions(String name) {
        Set<Action> actions = EnumSet.noneOf(Action.class);
        actions.addAll(IndexPrivilege.named(name).actions());
        if (name.equals("read")) {
            actions.addAll(IndexPrivilege.VIEW_INDEX_METADATA.actions());
        }
        if (Set.of("write", "create", "index").contains(name)) {
            actions.addAll(IndexPrivilege.AUTO_CONFIGURE.actions());
        }
        if (name.equals("create")) {
            actions.remove(Action.INDEX); // a role that creates does not overwrite
        }
        return actions;
    }

    private static boolean hasCluster(String name) {
        return Arrays.stream(ClusterPrivilege.values())
                .anyMatch(privilege -> privilege.wireName().equals(name));
    }

    private static boolean hasIndex(String name) {
        return Arrays.stream(IndexPrivilege.values())
                .anyMatch(privilege -> privilege.wireName().equals(name));
    }
}
