package dev.optimist.http.security;

import dev.optimist.core.error.RequestException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Roles as Elasticsearch writes them, which limit a key.
 *
 * @param shown as they are shown: every part is there
 */
public record RoleDescriptors(Map<String, Object> shown) {
    /** Reads them; an illegal_argument_exception says what is unknown, or has nothing here that it could mean. */
    public static RoleDescriptors read(Map<String, @Nullable Object> roles) {
        Map<String, Object> shown = new LinkedHashMap<>();
        roles.forEach((name, role) -> shown.put(name, role(new Fields(Fields.asObject(name, role)))));
        RoleDescriptors read = new RoleDescriptors(shown);
        read.privileges();
        return read;
    }

    /** Writes roles by name as Elasticsearch would; none where there is none. */
    public static RoleDescriptors ofRoles(List<String> roles) {
        Map<String, @Nullable Object> written = new LinkedHashMap<>();
        roles.forEach(role -> written.put(role, RoleNames.descriptor(role)));
        return read(written);
    }

    private static Map<String, Object> role(Fields role) {
        role.only(
                "cluster",
                "indices",
                "index",
                "applications",
                "run_as",
                "metadata",
                "transient_metadata",
                "description");
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("cluster", role.texts("cluster"));
        List<Object> indices = new ArrayList<>();
        for (String key : List.of("indices", "index")) {
            if (role.values().get(key) instanceof List<?> grants) {
                grants.forEach(grant -> indices.add(grant(new Fields(Fields.asObject(key, grant)))));
            } else if (role.has(key)) {
                throw RequestException.illegalArgument("[" + key + "] must be a list of objects");
            }
        }
        shown.put("indices", indices);
        shown.put("applications", List.of());
        shown.put("run_as", List.of());
        shown.put("metadata", role.object("metadata"));
        shown.put("transient_metadata", Map.of("enabled", true));
        return shown;
    }

    private static Map<String, Object> grant(Fields grant) {
        grant.only("names", "privileges", "allow_restricted_indices");
        if (grant.texts("names").isEmpty() || grant.texts("privileges").isEmpty()) {
            throw RequestException.illegalArgument("privileges on indices need [names] and [privileges]");
        }
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("names", grant.texts("names"));
        shown.put("privileges", grant.texts("privileges"));
        shown.put("allow_restricted_indices", grant.flag("allow_restricted_indices", /* absent= */ false));
        return shown;
    }

    Privileges privileges() {
        Set<Action> cluster = EnumSet.noneOf(Action.class);
        List<Privileges.IndexGrant> indices = new ArrayList<>();
        for (Object role : shown.values()) {
            Fields fields = new Fields(Fields.asObject("role_descriptors", role));
            fields.texts("cluster")
                    .forEach(name -> cluster.addAll(ClusterPrivilege.named(name).actions()));
            for (Object grant : (List<?>) shown(fields)) {
                indices.add(indexGrant(new Fields(Fields.asObject("indices", grant))));
            }
        }
        return Privileges.of(cluster, indices);
    }

    private static Object shown(Fields role) {
        Object indices = role.values().get("indices");
        return indices == null ? List.of() : indices;
    }

    private static Privileges.IndexGrant indexGrant(Fields grant) {
        Set<Action> actions = EnumSet.noneOf(Action.class);
        grant.texts("privileges")
                .forEach(name -> actions.addAll(IndexPrivilege.named(name).actions()));
        return new Privileges.IndexGrant(NamePatterns.of(grant.texts("names")), actions);
    }
}
